labdir = $(pkgdatadir)/labs
dist_lab_DATA =
labdatadir = $(pkgdatadir)/labs/data
dist_labdata_DATA =
