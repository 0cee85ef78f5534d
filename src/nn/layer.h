/* The layer kinds' functions, and what they share; see struct nn_layer_kind. */
#ifndef NN_LAYER_H
#define NN_LAYER_H

#include "actlab/nn.h"

/* ---- planning ---- */

/* The next tensor of a layer: (rows,cols) parameters, with the layer's fans. */
struct nn_tensor *layer_tensor(struct nn_layer *l, const char *name, int rows, int cols,
			       int fan_in, int fan_out);
/* Likewise n values of state that is not trained. */
struct nn_tensor *layer_buffer(struct nn_layer *l, const char *name, int n);
/* "takes WHAT, not 64" where the input has not that rank. */
bool layer_rank(const struct nn_layer *l, int rank, const char *what, const char *hint,
		struct err *e);
/* An input of (time,features), and of (channels,height,width). */
bool layer_rank_sequence(const struct nn_layer *l, struct err *e);
bool layer_rank_image(const struct nn_layer *l, struct err *e);
/* Sets n_cache_row and n_scratch_row, or says that a row needs too much. */
bool layer_room(struct nn_layer *l, double cache_row, double scratch_row, struct err *e);
/* Of a shape: the last axis, and all the others together. */
int layer_width(const struct nn_shape *s);
int layer_rows(const struct nn_shape *s);

/* ---- what several kinds compute ---- */

/* A batch by channels: of an image (channels,height,width) the first axis, likewise of a
 * sequence (time,features) where every step is one, else the last one.  Point p of
 * channel c in row i is at layer_channel_at(b, i, c) + p. */
struct layer_channels {
	int rows, channels, points;
};
struct layer_channels layer_channels(const struct nn_layer *l, int n, bool by_step);
static inline size_t
layer_channel_at(const struct layer_channels *b, int row, int c)
{
	return ((size_t)row * (size_t)b->channels + (size_t)c) * (size_t)b->points;
}

/* Windows of size x size that move over an image by stride; (rows,cols) of them fit. */
struct layer_window {
	int channels, height, width, size, stride, pad, rows, cols;
};
struct layer_window layer_window(const struct nn_layer *l, int size, int stride, int pad);
/* Says so where the input is no image or no window fits it. */
bool layer_window_fits(const struct nn_layer *l, int size, int pad, struct err *e);

/* y = x w' + b: x (rows,in), w (out,in), b (out) or NULL, y (rows,out). */
struct layer_affine {
	int rows, in, out;
	const float *x, *w, *b;
};
void layer_affine_apply(float *y, const struct layer_affine *a);
/* Overwrites dw, and db where there is b; dx unless NULL, or adds to it. */
void layer_affine_back(float *dx, bool add, float *dw, float *db, const float *dy,
		       const struct layer_affine *a);

/* y = softmax(scale x) of one row of n; y may be x. */
void layer_softmax_row(float *y, const float *x, int n, float scale);
/* dx = scale y (dy - sum of dy y); dx may be dy. */
void layer_softmax_row_back(float *dx, const float *dy, const float *y, int n,
			    float scale);

/* ---- the kinds ---- */

extern const struct param layer_act_params[];
bool layer_act_plan(struct nn_layer *l, struct err *e);
void layer_act(const struct nn_layer *l, const struct nn_flow *f);
void layer_act_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_attention_params[];
bool layer_attention_plan(struct nn_layer *l, struct err *e);
void layer_attention(const struct nn_layer *l, const struct nn_flow *f);
void layer_attention_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_avgpool_params[];
bool layer_avgpool_plan(struct nn_layer *l, struct err *e);
void layer_avgpool(const struct nn_layer *l, const struct nn_flow *f);
void layer_avgpool_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_batchnorm_params[];
bool layer_batchnorm_plan(struct nn_layer *l, struct err *e);
void layer_batchnorm(const struct nn_layer *l, const struct nn_flow *f);
void layer_batchnorm_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_conv_params[];
bool layer_conv_plan(struct nn_layer *l, struct err *e);
void layer_conv(const struct nn_layer *l, const struct nn_flow *f);
void layer_conv_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_dense_params[];
bool layer_dense_plan(struct nn_layer *l, struct err *e);
void layer_dense(const struct nn_layer *l, const struct nn_flow *f);
void layer_dense_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_dropout_params[];
bool layer_dropout_plan(struct nn_layer *l, struct err *e);
void layer_dropout(const struct nn_layer *l, const struct nn_flow *f);
void layer_dropout_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_embedding_params[];
bool layer_embedding_plan(struct nn_layer *l, struct err *e);
void layer_embedding(const struct nn_layer *l, const struct nn_flow *f);
void layer_embedding_back(const struct nn_layer *l, const struct nn_flow *f);

bool layer_glu_plan(struct nn_layer *l, struct err *e);
bool layer_glu_entered(const struct nn_layer *l, const float *cache, int n, int i,
		       struct nn_entered *out);
void layer_glu(const struct nn_layer *l, const struct nn_flow *f);
void layer_glu_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_layernorm_params[];
bool layer_layernorm_plan(struct nn_layer *l, struct err *e);
void layer_layernorm(const struct nn_layer *l, const struct nn_flow *f);
void layer_layernorm_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_recur_params[];	/* of rnn and lstm */
bool layer_lstm_plan(struct nn_layer *l, struct err *e);
bool layer_lstm_entered(const struct nn_layer *l, const float *cache, int n, int i,
			struct nn_entered *out);
void layer_lstm(const struct nn_layer *l, const struct nn_flow *f);
void layer_lstm_back(const struct nn_layer *l, const struct nn_flow *f);

bool layer_rnn_plan(struct nn_layer *l, struct err *e);
bool layer_rnn_entered(const struct nn_layer *l, const float *cache, int n, int i,
		       struct nn_entered *out);
void layer_rnn(const struct nn_layer *l, const struct nn_flow *f);
void layer_rnn_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_maxpool_params[];
bool layer_maxpool_plan(struct nn_layer *l, struct err *e);
void layer_maxpool(const struct nn_layer *l, const struct nn_flow *f);
void layer_maxpool_back(const struct nn_layer *l, const struct nn_flow *f);

bool layer_mean_plan(struct nn_layer *l, struct err *e);
void layer_mean(const struct nn_layer *l, const struct nn_flow *f);
void layer_mean_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_onehot_params[];
bool layer_onehot_plan(struct nn_layer *l, struct err *e);
void layer_onehot(const struct nn_layer *l, const struct nn_flow *f);
void layer_onehot_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_residual_params[];
bool layer_residual_plan(struct nn_layer *l, struct err *e);
void layer_residual(const struct nn_layer *l, const struct nn_flow *f);
void layer_residual_back(const struct nn_layer *l, const struct nn_flow *f);

/* flatten, image and sequence: the same numbers, another shape */
extern const struct param layer_image_params[], layer_sequence_params[];
bool layer_flatten_plan(struct nn_layer *l, struct err *e);
bool layer_image_plan(struct nn_layer *l, struct err *e);
bool layer_sequence_plan(struct nn_layer *l, struct err *e);
void layer_reshape(const struct nn_layer *l, const struct nn_flow *f);
void layer_reshape_back(const struct nn_layer *l, const struct nn_flow *f);

extern const struct param layer_softmax_params[];
bool layer_softmax_plan(struct nn_layer *l, struct err *e);
void layer_softmax(const struct nn_layer *l, const struct nn_flow *f);
void layer_softmax_back(const struct nn_layer *l, const struct nn_flow *f);

#endif
