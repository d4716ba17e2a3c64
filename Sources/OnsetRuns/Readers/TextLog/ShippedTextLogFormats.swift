/// The pattern files of the folder `formats`, so that a program knows them wherever it runs. A test holds the two
/// against each other.
enum ShippedTextLogFormats {
  static let texts: [(name: String, text: String)] = [
    (
      "llm.c.yaml",
      #"""
      onset: 1
      format: llm.c
      summary: The log file of llm.c (main.log), and what it prints.

      lines:
        - "s:{step} trl:{train_loss}[ lr:{lr}][ norm:{grad_norm}]"
        - "s:{step} tel:{val_loss}"
        - "s:{step} eval:{hellaswag_acc}"
        - "step {step}/{} | loss {train_loss} ({loss_zscore}z)| norm {grad_norm} ({grad_norm_zscore}z)| lr {lr} | {step_time} ms |{}"
        # Printed without a step: it belongs to the one before it.
        - "val loss {val_loss}"

      """#
    ),
    (
      "nanogpt-speedrun.yaml",
      #"""
      onset: 1
      format: nanogpt-speedrun
      summary: What the training scripts of modded-nanogpt print, the source code before it passed over.

      lines:
        - "step:{step}/{} train_loss:{train_loss} train_time:{train_time}ms[ step_avg:{step_avg}ms]"
        - "step:{step}/{} val_loss:{val_loss} train_time:{train_time}ms[ step_avg:{step_avg}ms]"
        - "step:{step}/{} train_time:{train_time}ms[ step_avg:{step_avg}ms]"
        # Some scripts give the time in seconds.
        - "step:{step}/{} train_loss:{train_loss} train_time:{train_time_seconds}s[ step_avg:{step_avg}ms]"
        - "step:{step}/{} val_loss:{val_loss} train_time:{train_time_seconds}s[ step_avg:{step_avg}ms]"

      """#
    ),
    (
      "nanogpt.yaml",
      #"""
      onset: 1
      format: nanogpt
      summary: What nanoGPT's train.py prints.

      lines:
        - "iter {step}: loss {loss}, time {iter_time}ms[, mfu {mfu}%]"
        # The estimates over several batches, made at each evaluation.
        - "step {step}: train loss {train_loss}, val loss {val_loss}"

      hyperparameters:
        - "Overriding: {:name} = {:value}"

      """#
    ),
    (
      "torch7.yaml",
      #"""
      onset: 1
      format: torch7
      summary: Logs of Torch 7 with a line `json_stats` at each epoch, as wide-residual-networks writes them.

      step: epoch
      lines:
        - "json_stats: {:json}"

      hyperparameters:
        - "{:name} : {:value}"

      """#
    ),
  ]
}
