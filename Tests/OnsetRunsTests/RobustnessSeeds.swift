/// Text logs, MLPerf logs and JSON documents with the odd things in them.
enum RobustnessSeeds {
  static let textAndDocuments: [[UInt8]] =
    [
      "s:0 tel:11.0\ns:0 trl:11.0 lr:0.1 norm:nan\ns:2 trl:-inf\n\n what else\ns:1 trl:1e3 lr:2\r\nval loss 3\ns:4 trl:2",
      "model : \"nin\"\njson_stats: {\"epoch\":1,\"a\":{\"b\":2},\"c\":[1],\"d\":\"x\"}\njson_stats: {\"epoch\":2,\"a\":{\"b\":NaN}}\n"
        + "json_stats: {\"epoch\":3.5,\"e\":null}\njson_stats: {\"epoch\":3",
      "iter 0: loss 4.2, time 12.30ms, mfu -100.00%\nstep 0: train loss 4.2, val loss 4.3\niter 10: loss nan, time 1ms, mfu 3%\n",
      mlperf("seed", "7", "") + mlperf("tracked_stats", "{\"loss\": 1.5, \"lr\": {\"a\": 1}}", "\"step\": 10")
        + "0: " + mlperf("eval_accuracy", "0.5", "\"epoch_num\": 1") + "other\n"
        + mlperf("tracked_stats", "{\"loss\": NaN}", "\"step\": 20") + mlperf("x", "\"y\"", "\"samples_count\": 20"),
      mlperf("eval_accuracy", "0.5", "\"epoch_num\": 0.5") + mlperf("eval_accuracy", "0.75", "\"epoch_num\": 1.25"),
      "{\"train_losses\": [3, 2, 1], \"minibatch\": [1, 2, NaN, 4, 5, \"inf\"],\n \"num_epochs\": 2, \"h\": {\"b\": 0.9}, \"n\": null}",
      "[{\"step\": 3, \"loss\": 2.5, \"a\": {\"b\": 1}}, {\"step\": 1, \"loss\": null},\n {\"loss\": 3, \"l\": [1, [2]]},"
        + " {\"step\": 9007199254740993, \"s\": \"\\u00e9\\\"\"}]",
      "{\"step\": [1, 2, 3], \"loss\": [0.1, null, 1e-300],\n\"list\": [{\"epoch\": 1, \"x\": 2}], \"z\": [true], \"w\": [[1]]}",
    ].map { Array($0.utf8) }

  private static func mlperf(_ key: String, _ value: String, _ metadata: String) -> String {
    ":::MLLOG {\"event_type\": \"POINT_IN_TIME\", \"key\": \"\(key)\", \"value\": \(value), \"metadata\": {\(metadata)}}\n"
  }
}
