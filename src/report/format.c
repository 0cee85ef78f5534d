/* What all formats say, in the same words. */
#include "report/text.h"

const struct report_format report_formats[] = {
	{ "text", "for people, 80 columns", text_write },
	{ "tap", "Test Anything Protocol, version 13: one test an expectation",
	  tap_write },
	{ "json", "every figure, for programs", json_write },
	{ 0 }
};

const struct report_format *
report_format_find(struct str name)
{
	for (const struct report_format *f = report_formats; f->name; f++)
		if (str_is(name, f->name))
			return f;
	return NULL;
}

const struct lab_ask *
format_ask(const struct lab_plan *plan, int i)
{
	for (int s = 0; s < plan->n_step; s++)
		if (plan->step[s].what == LAB_ASK && plan->step[s].ask.index == i)
			return &plan->step[s].ask;
	return NULL;
}

const char *
format_answer(char *buf, size_t size, const struct lab_ask *q)
{
	char number[STR_NUM_MAX];

	buf[0] = 0;
	if (q->kind == LAB_NUMBER)
		snprintf(buf, size, "%s", str_number(number, q->answer, 6));
	for (int i = 0; q->kind == LAB_CHOICE && i < q->n_choice; i++)
		if (q->choice[i].right)
			snprintf(buf, size, "%c) %s", q->choice[i].letter,
				 q->choice[i].text);
	return buf;
}

const char *
format_network(char *buf, size_t size, const struct lab_plan *plan, struct lab_take *take,
	       int i)
{
	struct train_spec s = plan->run[i].spec;

	s.data = take ? lab_take_data(take) : NULL;
	return train_spec_text(&s, buf, (int)size);
}

const char *
format_data(char *buf, size_t size, const struct lab_plan *plan)
{
	size_t n;

	if (!plan->data)
		return "";
	n = (size_t)snprintf(buf, size, "%s", plan->data->name);
	for (int i = 0; plan->data_param.rows && plan->data_param.rows[i].name; i++)
		if (plan->data_param.v[i].given && n < size)
			n += (size_t)snprintf(buf + n, size - n, " %s=%s",
					      plan->data_param.rows[i].name,
					      plan->data_param.v[i].text);
	return buf;
}

const char *
format_changes(char *buf, size_t size, const struct lab_plan *plan,
	       const struct lab_change *c, int n)
{
	size_t at = 0;

	buf[0] = 0;
	for (int i = 0; i < n && at < size; i++)
		at += (size_t)snprintf(buf + at, size - at, "%s%s.%s=%s", i ? " " : "",
				       plan->run[c[i].run].spec.name, c[i].key,
				       c[i].value);
	return buf;
}

const char *
format_outcome(char *buf, size_t size, const struct lab_result *r)
{
	int failed = 0, n = r->n_verdict;
	const char *s = n == 1 ? "" : "s";

	for (int i = 0; i < n; i++)
		failed += r->verdict[i].done && !r->verdict[i].held;
	if (!r->judged)
		snprintf(buf, size, "not judged");
	else if (failed)
		snprintf(buf, size, "%d of %d expectation%s failed", failed, n, s);
	else
		snprintf(buf, size, "%d of %d expectation%s held", n, n, s);
	return buf;
}
