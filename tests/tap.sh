# TAP for tests in sh: ok and not_ok count, done_testing writes the plan.
# shellcheck shell=sh
tap_n=0

ok() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1"
}

# not_ok NAME: what is wrong comes on stdin or as further arguments
not_ok() {
	tap_n=$((tap_n + 1))
	echo "not ok $tap_n - $1"
	shift
	for tap_line; do printf '%s\n' "$tap_line"; done | sed 's/^/# /'
}

# verdict NAME WRONG: fine where WRONG is empty
verdict() { if test -z "$2"; then ok "$1"; else not_ok "$1" "$2"; fi; }

skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

done_testing() { echo "1..$tap_n"; }
