"""actlab beside PyTorch and FANN, in turn: peers.py ACTLAB [FANN_STEPS] [--rounds N]

Prints for each workload the median of the rounds' ratios, with the least and the most.
"""
import json
import os
import statistics
import subprocess
import sys

LOADS = ["W1", "W2", "W3", "W4", "W5"]
HERE = os.path.dirname(os.path.abspath(__file__))


def actlab(program, math):
    text = subprocess.run([program, "bench", "--rounds", "1", "--format", "json", "--math",
                           math] + LOADS, check=True, capture_output=True, text=True).stdout
    run = json.loads(text)
    return run, {f["name"]: f["median"] for f in run["figures"] if f["what"] == "steps"}


def lines(command):
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {w: float(v) for w, v in (line.split() for line in text.splitlines())}


def peers(fann):
    found = {}
    try:
        import torch
        found["PyTorch " + torch.__version__] = [
            sys.executable, os.path.join(HERE, "torch_steps.py")] + LOADS
    except ImportError:
        print("PyTorch is not installed (Debian: python3-torch)")
    if fann:
        found["FANN"] = [fann] + LOADS
    else:
        print("FANN is not installed (Debian: libfann-dev)")
    return found


def main():
    words = [w for w in sys.argv[1:] if not w.startswith("--")]
    rounds, ratio, run = 5, {}, {}
    if "--rounds" in sys.argv:
        rounds = int(words.pop())
    found = peers(words[1] if len(words) > 1 else None)
    for _ in range(rounds):
        own = {}
        for math in ("portable", "fast"):
            run[math], own[math] = actlab(words[0], math)
        for peer, command in found.items():
            it = lines(command)
            for math in own:
                for w in LOADS:
                    ratio.setdefault((peer, math, w), []).append(own[math][w] / it[w])
    print(run["portable"]["processor"])
    for peer in found:
        for math in run:
            print(f"\ntimes {peer}, {run[math]['arithmetic']}, "
                  f"{rounds} rounds: median (least..most)")
            for w in LOADS:
                v = ratio[peer, math, w]
                print(f"{w}  {statistics.median(v):.4g} ({min(v):.4g}..{max(v):.4g})")


main()
