#include "CReaderBaseline.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static uint64_t state;

static double uniform(void) {
  state += 0x9E3779B97F4A7C15ull;
  uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9ull;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBull;
  mixed ^= mixed >> 31;
  return (double)(mixed >> 11) * 0x1p-53;
}

long long baseline_write(const char *path, int is_json, long rows, uint64_t seed) {
  FILE *file = fopen(path, "wb");
  if (!file) return -1;
  state = seed;
  long long bytes = 0;
  if (!is_json) bytes += fprintf(file, "step,loss,accuracy,grad_norm,noise_scale\n");
  for (long row = 0; row < rows; row++) {
    double loss = 5 * uniform(), accuracy = uniform(), norm = exp(4 * uniform() - 2), noise = 100 * uniform();
    bytes += fprintf(
        file,
        is_json ? "{\"step\": %ld, \"loss\": %.17g, \"accuracy\": %.17g, \"grad_norm\": %.17g, \"noise_scale\": %.17g}\n"
                : "%ld,%.17g,%.17g,%.17g,%.17g\n",
        row, loss, accuracy, norm, noise);
  }
  return fclose(file) == 0 ? bytes : -1;
}

long baseline_strtod_csv(const char *text, size_t length, long rows, int64_t *steps, double *columns) {
  const char *at = memchr(text, '\n', length) + 1, *end = text + length;
  long row = 0;
  while (at < end && row < rows) {
    char *next;
    steps[row] = strtoll(at, &next, 10);
    for (int column = 0; column < 4; column++) columns[column * rows + row] = strtod(next + 1, &next);
    at = next + 1;
    row++;
  }
  return row;
}

long baseline_strtod_json(const char *text, size_t length, long rows, int64_t *steps, double *columns) {
  const char *at = text, *end = text + length;
  long row = 0;
  while (at < end && row < rows) {
    char *next;
    at = strchr(at, ':') + 1;
    steps[row] = strtoll(at, &next, 10);
    for (int column = 0; column < 4; column++) {
      next = strchr(next, ':') + 1;
      columns[column * rows + row] = strtod(next, &next);
    }
    at = next + 2;
    row++;
  }
  return row;
}

long baseline_lines(const char *text, size_t length) {
  long lines = 0;
  const char *at = text, *end = text + length;
  while (at < end && (at = memchr(at, '\n', end - at))) {
    lines++;
    at++;
  }
  return lines;
}

double baseline_cpu_seconds(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}
