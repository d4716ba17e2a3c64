// The rule of engine-bench as one pass in C: the yardstick for the engine's speed.
//
//   mean of A over the last 50 samples below `low`, and standard deviation of B over the last 50 above `wide`,
//   for 10 samples; it fires again once the condition has been false.
//
// Running sums from which the sample that leaves is subtracted: the fastest way, and one that drifts with the
// length of the run and loses small deviations of large values. No sample may be NaN or infinite. `rolling_checked`
// leaves out samples that are, as the language asks for.
//
// engine-bench compiles it: gcc -O3 -shared -fPIC.

#include <math.h>
#include <stdint.h>

enum { WINDOW = 50, HOLD = 10 };

// Writes the indices of the samples at which the rule fires to `fires` (room for `capacity`); returns how many.
long rolling_plain(const double *a, const double *b, long count, double low, double wide, int64_t *fires,
                   long capacity) {
  double sum_a = 0, sum_b = 0, squares_b = 0;
  long held = 0, fired = 0;
  int armed = 1;
  for (long i = 0; i < count; i++) {
    sum_a += a[i];
    sum_b += b[i];
    squares_b += b[i] * b[i];
    if (i >= WINDOW) {
      sum_a -= a[i - WINDOW];
      sum_b -= b[i - WINDOW];
      squares_b -= b[i - WINDOW] * b[i - WINDOW];
    }
    if (i < WINDOW - 1) continue;
    double mean = sum_a / WINDOW;
    double deviation = sqrt((squares_b - sum_b * sum_b / WINDOW) / (WINDOW - 1));
    if (mean < low && deviation > wide) {
      held += 1;
      if (held >= HOLD && armed) {
        if (fired < capacity) fires[fired] = i;
        fired += 1;
        armed = 0;
      }
    } else {
      held = 0;
      armed = 1;
    }
  }
  return fired;
}

long rolling_checked(const double *a, const double *b, long count, double low, double wide, int64_t *fires,
                     long capacity) {
  double sum_a = 0, sum_b = 0, squares_b = 0;
  long finite_a = 0, finite_b = 0, held = 0, fired = 0;
  int armed = 1;
  for (long i = 0; i < count; i++) {
    if (isfinite(a[i])) {
      sum_a += a[i];
      finite_a += 1;
    }
    if (isfinite(b[i])) {
      sum_b += b[i];
      squares_b += b[i] * b[i];
      finite_b += 1;
    }
    if (i >= WINDOW) {
      double old_a = a[i - WINDOW], old_b = b[i - WINDOW];
      if (isfinite(old_a)) {
        sum_a -= old_a;
        finite_a -= 1;
      }
      if (isfinite(old_b)) {
        sum_b -= old_b;
        squares_b -= old_b * old_b;
        finite_b -= 1;
      }
    }
    if (i < WINDOW - 1) continue;
    double mean = 2 * finite_a >= WINDOW ? sum_a / finite_a : NAN;
    double deviation =
        2 * finite_b >= WINDOW ? sqrt((squares_b - sum_b * sum_b / finite_b) / (finite_b - 1)) : NAN;
    if (mean < low && deviation > wide) {
      held += 1;
      if (held >= HOLD && armed) {
        if (fired < capacity) fires[fired] = i;
        fired += 1;
        armed = 0;
      }
    } else if (!(isnan(mean) || isnan(deviation)) || mean >= low || deviation <= wide) {
      held = 0;
      armed = 1;
    }
  }
  return fired;
}
