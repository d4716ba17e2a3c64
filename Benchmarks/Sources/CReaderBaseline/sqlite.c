#include "CReaderBaseline.h"

#include <sqlite3.h>
#include <stdio.h>

static int run(sqlite3 *database, const char *sql) { return sqlite3_exec(database, sql, NULL, NULL, NULL); }

long baseline_write_mlflow(const char *path, long steps) {
  static const char *keys[] = {"train/loss", "train/accuracy", "learning_rate", "gradient_norm"};
  sqlite3 *database;
  sqlite3_stmt *insert;
  if (sqlite3_open(path, &database) != SQLITE_OK) return -1;
  run(database, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                "CREATE TABLE runs (run_uuid VARCHAR(32) PRIMARY KEY, name VARCHAR(250));"
                "CREATE TABLE metrics (key VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT NOT NULL,"
                " run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, is_nan BOOLEAN DEFAULT '0' NOT NULL,"
                " CONSTRAINT metric_pk PRIMARY KEY (key, timestamp, step, run_uuid, value, is_nan));"
                "CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);"
                "INSERT INTO runs VALUES ('aa3554a64a564d45ad0d6b1ccb9810e2', 'bench'); BEGIN");
  if (sqlite3_prepare_v2(database,
                         "INSERT INTO metrics VALUES (?, ?, ?, 'aa3554a64a564d45ad0d6b1ccb9810e2', ?, 0)", -1, &insert,
                         NULL) != SQLITE_OK)
    return -1;
  long rows = 0;
  for (long step = 0; step < steps; step++) {
    for (int key = 0; key < 4; key++) {
      sqlite3_bind_text(insert, 1, keys[key], -1, SQLITE_STATIC);
      sqlite3_bind_double(insert, 2, 1.0 / (double)(step + 3 + key));
      sqlite3_bind_int64(insert, 3, 1700000000000 + step);
      sqlite3_bind_int64(insert, 4, step);
      if (sqlite3_step(insert) != SQLITE_DONE) return -1;
      sqlite3_reset(insert);
      rows++;
    }
  }
  sqlite3_finalize(insert);
  run(database, "COMMIT");
  sqlite3_close(database);
  return rows;
}

long baseline_select_mlflow(const char *path, double *sum) {
  sqlite3 *database;
  sqlite3_stmt *select;
  if (sqlite3_open_v2(path, &database, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) return -1;
  if (sqlite3_prepare_v2(database,
                         "SELECT key, value, step, is_nan FROM metrics"
                         " WHERE run_uuid = 'aa3554a64a564d45ad0d6b1ccb9810e2'",
                         -1, &select, NULL) != SQLITE_OK)
    return -1;
  long rows = 0;
  double total = 0;
  while (sqlite3_step(select) == SQLITE_ROW) {
    const unsigned char *key = sqlite3_column_text(select, 0);
    total += sqlite3_column_double(select, 1) + (double)sqlite3_column_int64(select, 2) + sqlite3_column_int(select, 3);
    total += key[0];
    rows++;
  }
  sqlite3_finalize(select);
  sqlite3_close(database);
  *sum = total;
  return rows;
}
