/* Made-up snapshots: numbers typed or computed here, never trained. */
#ifndef TESTS_PANEL_FAKE_H
#define TESTS_PANEL_FAKE_H

#include "actlab/panel.h"

enum { FAKE_UNITS = 6, FAKE_LEVELS = 20, FAKE_POINTS = 200, FAKE_W = 24, FAKE_H = 12,
       FAKE_N = 40,
       FAKE_TRAIL = 10 };

enum fake_kind {
	FAKE_FALLING, FAKE_FLAT, FAKE_NOISY, FAKE_NAN,
	FAKE_CONTRADICTING,		/* facts that no run could have together */
	FAKE_ONE,			/* step 0: one eval, no point */
	FAKE_ZERO,			/* every number is 0 */
	FAKE_INF,
	FAKE_EMPTY			/* no snapshot */
};
extern const char *const fake_names[];	/* by kind */

/* A run numbered number, "sig" or "rel", with a snapshot of that kind. */
struct fake {
	struct data_set data;
	float x[2 * FAKE_N], out[FAKE_N];
	int label[FAKE_N];
	struct train_snapshot snap;
	struct train_level level[FAKE_LEVELS];
	struct train_point point[FAKE_POINTS];
	struct train_eval eval[10];
	struct train_event event[1];
	struct num_loghist grad[FAKE_LEVELS];
	struct train_zhist z[FAKE_LEVELS], y[FAKE_LEVELS], w[FAKE_LEVELS];
	long trail_step[FAKE_TRAIL];
	struct train_trail_level trail[FAKE_TRAIL * FAKE_LEVELS];
	struct train_plate plate[5];
	float pixel[5 * 128];
	float slice[TRAIN_SLICE_SIDE * TRAIN_SLICE_SIDE];
	float sample[2 * TRAIN_SAMPLE_ROWS];
	struct train_spec spec;
	struct train_class class[2];
	uint32_t count[4];
	struct train_units units[FAKE_LEVELS];
	struct train_unit unit[FAKE_UNITS];
	float unit_weight[FAKE_UNITS * FAKE_UNITS];
	uint8_t unit_map[FAKE_UNITS * TRAIN_MAP_W * TRAIN_MAP_H];
	float grid[FAKE_W * FAKE_H];
	struct train_view view;
};
void fake_make(struct fake *k, enum fake_kind kind, int number, const char *name,
	       const char *act);

#endif
