dist_man_MANS += man/actlab.1
