#ifndef C_READER_BASELINE_H
#define C_READER_BASELINE_H

#include <stddef.h>
#include <stdint.h>

/// Writes `rows` rows of a step and four floats with 17 digits, as CSV (with a header) or JSON lines; the same
/// numbers for the same seed. Returns the number of bytes, or -1.
long long baseline_write(const char *path, int is_json, long rows, uint64_t seed);

/// Splits the text into numbers with `strtod`, step by step: what a plain C program does. Stores the floats
/// column by column (`columns[c * rows + row]`) and returns the number of rows.
long baseline_strtod_csv(const char *text, size_t length, long rows, int64_t *steps, double *columns);
long baseline_strtod_json(const char *text, size_t length, long rows, int64_t *steps, double *columns);

/// Only counts the lines, with memchr: no reader is faster.
long baseline_lines(const char *text, size_t length);

/// The CPU time of this process in seconds.
double baseline_cpu_seconds(void);

/* Writes a database like MLflow's with four metrics at so many steps; the number of rows, or -1. */
long baseline_write_mlflow(const char *path, long steps);

/* Goes through all rows with a bare SELECT and reads each column; the number of rows, or -1. */
long baseline_select_mlflow(const char *path, double *sum);

#endif
