labdir = $(pkgdatadir)/labs
dist_lab_DATA = labs/depth-20.lab labs/digits.lab
labdatadir = $(pkgdatadir)/labs/data
dist_labdata_DATA = labs/data/README labs/data/digits8x8.u8
