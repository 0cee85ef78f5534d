/* Measures of the answers; the table of all is in metric.c. */
#ifndef TRAIN_METRIC_H
#define TRAIN_METRIC_H

#include "actlab/train.h"

double train_metric_recall(const struct train_asked *q);
double train_metric_recall_test(const struct train_asked *q);
double train_metric_precision(const struct train_asked *q);
double train_metric_precision_test(const struct train_asked *q);
double train_metric_confusion(const struct train_asked *q);
double train_metric_confusion_test(const struct train_asked *q);
double train_metric_bin_acc(const struct train_asked *q);
double train_metric_bin_acc_test(const struct train_asked *q);
double train_metric_bin_conf(const struct train_asked *q);
double train_metric_bin_conf_test(const struct train_asked *q);
double train_metric_bin_share(const struct train_asked *q);
double train_metric_bin_share_test(const struct train_asked *q);
double train_metric_r2(const struct train_asked *q);
double train_metric_r2_test(const struct train_asked *q);
double train_metric_balanced(const struct train_asked *q);
double train_metric_balanced_test(const struct train_asked *q);
double train_metric_ece(const struct train_asked *q);
double train_metric_ece_test(const struct train_asked *q);

#endif
