# Others on the same workloads: not part of `make check`.
# `make bench-peers PYTHON3=...` where another python has PyTorch.
PYTHON3 = python3
PEERS = tests/bench/fann_steps.c tests/bench/peers.py tests/bench/torch_steps.py
EXTRA_DIST += $(PEERS)
CLEANFILES += tests/bench/fann_steps

.PHONY: bench-peers
bench-peers: actlab$(EXEEXT)
	@$(MKDIR_P) tests/bench
	@rm -f tests/bench/fann_steps
	@$(CC) -O2 -D_GNU_SOURCE -o tests/bench/fann_steps \
		$(srcdir)/tests/bench/fann_steps.c -lfloatfann -lm 2>/dev/null || :
	@fann=tests/bench/fann_steps; test -x $$fann || fann=; \
	$(PYTHON3) $(srcdir)/tests/bench/peers.py ./actlab$(EXEEXT) $$fann
