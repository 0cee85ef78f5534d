dist_man_MANS += man/actlab-lab.5 man/actlab-bench.7 man/actlab.1
EXTRA_DIST += man/screen.png
