// swift-format-ignore-file
// Generated from Tests/OnsetCommandTests/Diagnostics by `make docs`.

/// The page about diagnostics, of which `onset explain` shows a part.
enum DiagnosticPage {
  static let text = ##"""
# Diagnostics

<!-- Generated from Tests/OnsetCommandTests/Diagnostics by `make docs`. -->

Everything that `onset check` can find, by its code. A code never changes its meaning; what is here in words may
change. Each example is run by the project's tests, and what is shown is what it prints. `⟪FF⟫` stands for a byte
that is no text.

## Files

What is wrong with any file of YAML, whatever it is for.

### O0101: the file is too large

More than 10 MiB. The command says so before it reads the file; a program that embeds the engine gets this code.

### O0102: the file is in another encoding

`a.yaml`:

````yaml
⟪FF⟫⟪FE⟫o⟪00⟫
````

````
$ onset check a.yaml
error[O0102]: the file is UTF-16, and only UTF-8 is read
 --> a.yaml:1:1
  |
1 | ��o�
  | ^
  = hint: save it as UTF-8

1 file checked: 1 error
````

### O0103: a byte is not UTF-8

`a.yaml`:

````yaml
onset: 1
ruleset: caf⟪E9⟫
````

````
$ onset check a.yaml
error[O0103]: the byte 0xE9 is not UTF-8
 --> a.yaml:2:13
  |
2 | ruleset: caf�
  |             ^
  = hint: save the file as UTF-8; it may be in another encoding, or no text at all

1 file checked: 1 error
````

### O0104: a control character

`a.yaml`:

````yaml
onset: 1
ruleset: a⟪07⟫
````

````
$ onset check a.yaml
error[O0104]: the character U+0007 cannot stand in YAML
 --> a.yaml:2:11
  |
2 | ruleset: a�
  |           ^
  = hint: remove it, or write it as an escape in a double-quoted text

1 file checked: 1 error
````

### O0105: the file has no content

`a.yaml`:

````yaml
# nothing yet
````

````
$ onset check a.yaml
error[O0105]: the file has no content
 --> a.yaml:1:1
  |
1 | # nothing yet
  | ^
  = hint: begin it with `onset: 1` and a line that says what it is, such as `ruleset: name`

1 file checked: 1 error
````

### O0110: a value begins with a character that cannot begin one

A metric in backquotes needs quotes around it in YAML.

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - rule: high
    when: `train/loss` > 3
````

````
$ onset check a.yaml
error[O0110]: a YAML value cannot begin with a backquote
 --> a.yaml:5:11
  |
5 |     when: `train/loss` > 3
  |           ^
  = hint: put the whole value in quotes: '`train/loss` > 3'
  = hint: or give the metric a name without special characters under `signals`

1 file checked: 1 error
````

### O0111: a tab indents a line

`a.yaml`:

````yaml
onset: 1
ruleset: a
let:
	twice: 2 * loss
````

````
$ onset check a.yaml
error[O0111]: a tab cannot indent a line in YAML
 --> a.yaml:4:1
  |
4 |  twice: 2 * loss
  | ^
  = hint: use spaces

1 file checked: 1 error
````

### O0112: a colon in a value

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: The rule: it fires
````

````
$ onset check a.yaml
error[O0112]: a value with a `:` and a space in it needs quotes
 --> a.yaml:3:18
  |
3 | summary: The rule: it fires
  |                  ^
  = hint: put the whole value in quotes: 'The rule: it fires'

1 file checked: 1 error
````

### O0113: a list item in a wrong place

`a.yaml`:

````yaml
onset: 1
ruleset: a
phases: - calm
````

````
$ onset check a.yaml
error[O0113]: a list item cannot begin here, in the middle of a line
 --> a.yaml:3:9
  |
3 | phases: - calm
  |         ^
  = hint: begin a new line for the list, or put the text in quotes

1 file checked: 1 error
````

### O0114: a quote is not closed

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: "The loss
````

````
$ onset check a.yaml
error[O0114]: the quote that begins here is not closed
 --> a.yaml:3:10
  |
3 | summary: "The loss
  |          ^
  = hint: end the text with "

1 file checked: 1 error
````

### O0115: a bracket is not closed

`a.yaml`:

````yaml
onset: 1
ruleset: a
phases: [calm, wild
rules: 3
````

````
$ onset check a.yaml
error[O0115]: this `[` is not closed
 --> a.yaml:3:9
  |
3 | phases: [calm, wild
  |         ^
  = hint: add the `]`

1 file checked: 1 error
````

### O0116: an escape that there is not

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: "50\% more"
````

````
$ onset check a.yaml
error[O0116]: `\%` is not an escape of a double-quoted text
 --> a.yaml:3:13
  |
3 | summary: "50\% more"
  |             ^^
  = hint: write `\\` for a backslash, or use single quotes, in which a backslash is a character like any other

1 file checked: 1 error
````

### O0117: a line without a colon

`a.yaml`:

````yaml
onset: 1
ruleset a
rules: []
````

````
$ onset check a.yaml
error[O0117]: this line has no `:` after its key
 --> a.yaml:2:1
  |
2 | ruleset a
  | ^^^^^^^^^
  = hint: write `key: value`; a text of several lines is indented further than its key

1 file checked: 1 error
````

### O0118: an indentation that fits nothing

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
    - rule: high
   - rule: low
````

````
$ onset check a.yaml
error[O0118]: the indentation of this line does not fit that of the lines above it
 --> a.yaml:5:4
  |
5 |    - rule: low
  |    ^
  = hint: indent it like the keys or items that it belongs to

1 file checked: 1 error
````

### O0119: something follows a value

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: 'It's high'
````

````
$ onset check a.yaml
error[O0119]: there is text after a closing quote
 --> a.yaml:3:14
  |
3 | summary: 'It's high'
  |              ^
  = hint: inside single quotes, write a quote twice: `''`

1 file checked: 1 error
````

### O0120: an anchor or an alias without a name

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: * all of them
````

````
$ onset check a.yaml
error[O0120]: a value that begins with `*` is a YAML alias, and this one has no name
 --> a.yaml:3:10
  |
3 | summary: * all of them
  |          ^
  = hint: put the value in quotes if `*` is a part of it

1 file checked: 1 error
````

### O0121: a tag that is none

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: !<> high
````

````
$ onset check a.yaml
error[O0121]: a value that begins with `!` has a YAML tag, and this is not a valid one
 --> a.yaml:3:10
  |
3 | summary: !<> high
  |          ^^^
  = hint: put the value in quotes if `!` is a part of it

1 file checked: 1 error
````

### O0122: a text of several lines begins wrongly

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: |x
  high
````

````
$ onset check a.yaml
error[O0122]: a value that begins with `|` is a text of several lines, which has to begin on the next line
 --> a.yaml:3:11
  |
3 | summary: |x
  |           ^
  = hint: if `|` is a part of it, put the whole value in quotes: '|x'
  = hint: or put the text on the next line, indented

1 file checked: 1 error
````

### O0123: a directive that is not known

`a.yaml`:

````yaml
%YAML 3.0
---
onset: 1
````

````
$ onset check a.yaml
error[O0123]: a line that begins with `%` is a YAML directive, and this one is not known
 --> a.yaml:1:1
  |
1 | %YAML 3.0
  | ^^^^^^^^^
  = hint: remove the line, or put the text in quotes if `%` is a part of it

1 file checked: 1 error
````

### O0124: other errors of syntax

What libyaml says, where none of the other codes fits. No file is known that leads here.

### O0125: a directive without `---`

`a.yaml`:

````yaml
%YAML 1.2
onset: 1
````

````
$ onset check a.yaml
error[O0125]: a line `---` is needed between a directive and the content
 --> a.yaml:2:1
  |
2 | onset: 1
  | ^^^^^^
  = hint: add it, or remove the directive

1 file checked: 1 error
````

### O0130: nested too deep

````
$ { printf 'onset: 1\nlet: '; head -c 101 /dev/zero | tr '\0' '['; } > a.yaml && onset check a.yaml
error[O0130]: lists and mappings are nested deeper than 100
 --> a.yaml:2:105
  |
2 | let: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[
  |                                                                                                         ^

1 file checked: 1 error
````

### O0131: a second document

`a.yaml`:

````yaml
onset: 1
ruleset: a
---
onset: 1
````

````
$ onset check a.yaml
error[O0152]: a rule set needs the key `rules`
 --> a.yaml:1:1
  |
1 | onset: 1
  | ^^^^^
  = hint: such as `rules: [{rule: name, when: condition}]`

error[O0131]: a second YAML document begins here, and a file can hold only one
 --> a.yaml:3:1
  |
3 | ---
  | ^^^
  = hint: move it to a file of its own, or remove the `---`

1 file checked: 2 errors
````

### O0132: a key is there twice

`a.yaml`:

````yaml
onset: 1
ruleset: a
summary: one
summary: two
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0132]: the key `summary` is there twice
 --> a.yaml:4:1
  |
4 | summary: two
  | ^^^^^^^
  = hint: the first is in line 3; remove one of them

1 file checked: 1 error
````

### O0133: a key is no text

`a.yaml`:

````yaml
onset: 1
ruleset: a
let:
  [loss]: 3
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0133]: a key has to be a text, and this one is a list or a mapping
 --> a.yaml:4:3
  |
4 |   [loss]: 3
  |   ^^^^^^
  = hint: put the key in quotes if `{` or `[` begins a text

1 file checked: 1 error
````

### O0134: an alias without an anchor

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: *condition}]
````

````
$ onset check a.yaml
error[O0134]: `*condition` is an alias, and no anchor `&condition` stands before it
 --> a.yaml:3:28
  |
3 | rules: [{rule: high, when: *condition}]
  |                            ^^^^^^^^^^
  = hint: put the value in quotes if `*` is a part of it

1 file checked: 1 error
````

### O0135: an alias inside itself

`a.yaml`:

````yaml
onset: 1
ruleset: a
phases: &phases [calm, *phases]
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0135]: `*phases` stands inside the value that `&phases` names
 --> a.yaml:3:24
  |
3 | phases: &phases [calm, *phases]
  |                        ^^^^^^^
  = hint: a value cannot hold itself

1 file checked: 1 error
````

### O0136: too many values

````
$ printf 'onset: 1\na: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\n' > a.yaml && onset check a.yaml
error[O0136]: with its aliases expanded, the file has more than 10000 values
 --> a.yaml:5:29
  |
5 | d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]
  |                             ^^
  = hint: use fewer aliases of aliases

1 file checked: 1 error
````

### O0137: a tag

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - rule: high
    when: !calm
````

````
$ onset check a.yaml
error[O0137]: `!calm` is a YAML tag, and means nothing here
 --> a.yaml:5:11
  |
5 |     when: !calm
  |           ^^^^^
  = hint: put the value in quotes if `!` is a part of it; in an expression, the negation is `not`

1 file checked: 1 error
````

### O0150: a value of another type

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  rule: high
  when: loss > 3
````

````
$ onset check a.yaml
error[O0150]: `rules` is a mapping, and has to be a list
 --> a.yaml:4:3
  |
4 |   rule: high
  |   ^^^^
  = hint: such as `rules: [{rule: name, when: condition}]`

1 file checked: 1 error
````

### O0151: a key without a value

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - rule: high
    when:
````

````
$ onset check a.yaml
error[O0151]: `when` has no value, and has to be a condition, such as `loss > 5`
 --> a.yaml:5:10
  |
5 |     when:
  |          ^

1 file checked: 1 error
````

### O0152: a key is missing

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - rule: high
````

````
$ onset check a.yaml
error[O0152]: a rule needs the key `when`
 --> a.yaml:4:5
  |
4 |   - rule: high
  |     ^^^^
  = hint: `when` is a condition, such as `loss > 5`

1 file checked: 1 error
````

### O0153: an unknown key

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - rule: high
    when: loss > 3
    duirng: calm
````

````
$ onset check a.yaml
error[O0153]: a rule has no key `duirng`
 --> a.yaml:6:5
  |
6 |     duirng: calm
  |     ^^^^^^
  = hint: did you mean `during`?

1 file checked: 1 error
````

### O0154: a value that is none of the choices

No key of the present files has a fixed list of values; the code is kept for those that will.

### O0160: the version is missing

`a.yaml`:

````yaml
ruleset: a
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0160]: the file does not say in which version of the format it is written
 --> a.yaml:1:1
  |
1 | ruleset: a
  | ^^^^^^^
  = hint: begin it with `onset: 1`

1 file checked: 1 error
````

### O0161: a version that is not known

`a.yaml`:

````yaml
onset: 2
ruleset: a
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0161]: `2` is not a version of the format that this program reads
 --> a.yaml:1:8
  |
1 | onset: 2
  |        ^
  = hint: write `onset: 1`

1 file checked: 1 error
````

## Expressions

`run.csv` has two metrics, `loss` and `val_loss`.

### O0201: the expression is empty

````
$ onset eval '' run.csv
error[O0201]: the expression is empty
 --> <expression>:1:1
  |
1 | 
  | ^
  = hint: write a condition, such as `loss > 5`

````

### O0202: the expression ends too early

````
$ onset eval 'loss >' run.csv
error[O0202]: the expression ends where a value was expected
 --> <expression>:1:7
  |
1 | loss >
  |       ^

````

### O0203: something that cannot stand here

````
$ onset eval 'loss > > 3' run.csv
error[O0203]: `>` cannot stand here; expected a number, a name or `(`
 --> <expression>:1:8
  |
1 | loss > > 3
  |        ^

````

### O0204: a character without a meaning

````
$ onset eval 'loss ≤ 3' run.csv
error[O0204]: `≤` (U+2264) has no meaning in an expression
 --> <expression>:1:6
  |
1 | loss ≤ 3
  |      ^
  = hint: write `<=`

````

### O0205: an operator of other languages

````
$ onset eval 'loss > 3 && val_loss > 3' run.csv
error[O0205]: `&&` is not an operator here
 --> <expression>:1:10
  |
1 | loss > 3 && val_loss > 3
  |          ^^
  = hint: write `and`

````

### O0206: a name with other characters

````
$ onset eval 'mean(loss#2, 5 samples)' run.csv
error[O0206]: a metric's name with `#` in it needs backquotes
 --> <expression>:1:10
  |
1 | mean(loss#2, 5 samples)
  |          ^
  = hint: write `` `loss#2` ``

````

### O0207: a text

````
$ onset eval 'loss > "3"' run.csv
error[O0207]: an expression has no strings
 --> <expression>:1:8
  |
1 | loss > "3"
  |        ^^^
  = hint: write it without quotes: `3`

````

### O0208: this is not a number

````
$ onset eval 'loss > .5' run.csv
error[O0208]: a number begins with a digit
 --> <expression>:1:8
  |
1 | loss > .5
  |        ^^
  = hint: write `0.5`

````

### O0209: a number that is too large

````
$ onset eval 'loss > 1e400' run.csv
error[O0209]: the number is too large for a float64
 --> <expression>:1:8
  |
1 | loss > 1e400
  |        ^^^^^
  = hint: the largest is about 1.8e308

````

### O0210: a backquote is not closed

````
$ onset eval '`train/loss > 3' run.csv
error[O0210]: the backquote is not closed
 --> <expression>:1:1
  |
1 | `train/loss > 3
  | ^^^^^^^^^^^^^^^
  = hint: end the metric's name with another backquote on the same line

````

### O0211: comparisons do not chain

````
$ onset eval '1 < loss < 3' run.csv
error[O0211]: comparisons do not chain
 --> <expression>:1:10
  |
1 | 1 < loss < 3
  |          ^
  = hint: write `1 < loss and loss < …`

````

### O0212: nested too deep

````
$ onset eval "$(head -c 201 /dev/zero | tr '\0' '(')loss" run.csv 2>&1 | cut -c 1-80 | head -n 1
error[O0212]: the expression is nested more than 200 deep
````

### O0301: an unknown unit

````
$ onset eval 'mean(loss, 5 iterations)' run.csv
error[O0301]: `iterations` is not a unit
 --> <expression>:1:12
  |
1 | mean(loss, 5 iterations)
  |            ^^^^^^^^^^^^
  = hint: did you mean `steps`?

````

### O0302: a window without a unit

````
$ onset eval 'mean(loss, 5)' run.csv
error[O0302]: a window needs a unit
 --> <expression>:1:12
  |
1 | mean(loss, 5)
  |            ^
  = hint: write `5 steps`, `5 samples` or `5 epochs`

````

### O0303: a span that is not positive

````
$ onset eval 'mean(loss, 0 samples)' run.csv
error[O0303]: a span has to be longer than 0
 --> <expression>:1:12
  |
1 | mean(loss, 0 samples)
  |            ^^^^^^^^^
  = hint: write at least `1 step` or `1 sample`

````

### O0304: a span that is not whole

````
$ onset eval 'mean(loss, 2.5 samples)' run.csv
error[O0304]: samples cannot be fractional, only epochs can
 --> <expression>:1:12
  |
1 | mean(loss, 2.5 samples)
  |            ^^^^^^^^^^^
  = hint: write a whole number of samples

````

### O0305: a span that is too long

````
$ onset eval 'mean(loss, 1e17 steps)' run.csv
error[O0305]: the span is too long
 --> <expression>:1:12
  |
1 | mean(loss, 1e17 steps)
  |            ^^^^^^^^^^
  = hint: a span can have at most 2^53 steps or samples

````

### O0306: samples where other metrics' rows would count

````
$ onset eval 'age(val_loss) > 3 samples' run.csv
error[O0306]: `age` is not counted in samples: the rows of other metrics are not samples of it
 --> <expression>:1:17
  |
1 | age(val_loss) > 3 samples
  |                 ^^^^^^^^^
  = hint: compare it with steps or epochs

````

### O0307: an unknown function

````
$ onset eval 'maen(loss, 5 samples)' run.csv
error[O0307]: there is no function `maen`
 --> <expression>:1:1
  |
1 | maen(loss, 5 samples)
  | ^^^^
  = hint: did you mean `mean`?

````

### O0308: a name that is no function is called

````
$ onset eval 'step(3) > 1' run.csv
error[O0308]: `step` is a value, not a function
 --> <expression>:1:1
  |
1 | step(3) > 1
  | ^^^^
  = hint: to multiply, write `*`

````

### O0309: a function without its arguments

````
$ onset eval 'mean > 3' run.csv
error[O0309]: the function `mean` needs its arguments
 --> <expression>:1:1
  |
1 | mean > 3
  | ^^^^
  = hint: write `mean(e, w)`, such as `mean(loss, 3 samples)`

````

### O0310: `each` in a rule without it

````
$ onset eval 'each > 3' run.csv
error[O0310]: `each` can only be used in a rule with the key `each`
 --> <expression>:1:1
  |
1 | each > 3
  | ^^^^
  = hint: add `each: "grad_norm/*"` to the rule, or name the metric

````

### O0311: `let` names in a circle

`a.yaml`:

````yaml
onset: 1
ruleset: a
let:
  low: high - 1
  high: low + 1
rules: [{rule: high, when: loss > high}]
````

````
$ onset check a.yaml
error[O0311]: `let` names use each other in a circle: `low` → `high` → `low`
 --> a.yaml:4:3
  |
4 |   low: high - 1
  |   ^^^
  = hint: write one of them without the others

1 file checked: 1 error
````

### O0312: the profile has no such baseline

`p.yaml`:

````yaml
onset: 1
profile: p
baselines: {loss: {mean: 3, std: 1}}
````

````
$ onset eval 'val_loss > baseline(val_loss)' run.csv --profile p.yaml
error[O0312]: the profile has no baseline of `val_loss`
 --> <expression>:1:21
  |
1 | val_loss > baseline(val_loss)
  |                     ^^^^^^^^
  = hint: add it to the profile's `baselines`, as `{mean: …, std: …}` or `{measure: {after: …, over: …}}`

````

### O0401: a condition that is not true or false

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss}]
````

````
$ onset check a.yaml
error[O0401]: a condition has to be true or false, and this is a number
 --> a.yaml:3:28
  |
3 | rules: [{rule: high, when: loss}]
  |                            ^^^^
  = hint: compare it with something, as in `loss > 5`

1 file checked: 1 error
````

### O0402: an operand of another type

````
$ onset eval 'loss and val_loss > 3' run.csv
error[O0402]: `and` takes conditions, and this is a number
 --> <expression>:1:1
  |
1 | loss and val_loss > 3
  | ^^^^
  = hint: compare it with something, as in `loss > 5`

````

### O0403: an elapsed time compares with a span

````
$ onset eval 'since_lowest(loss) > 3' run.csv
error[O0403]: an elapsed time can only be compared with a span, and this is a number
 --> <expression>:1:22
  |
1 | since_lowest(loss) > 3
  |                      ^
  = hint: give it a unit, such as `5 samples`

````

### O0404: a span compares with an elapsed time

````
$ onset eval 'loss > 3 samples' run.csv
error[O0404]: a span can only be compared with an elapsed time, not with a number
 --> <expression>:1:8
  |
1 | loss > 3 samples
  |        ^^^^^^^^^
  = hint: elapsed times are such as `since_lowest(val_loss) >= 5 samples` or `age(val_loss) > 100 steps`
  = hint: how long a condition has to hold is the key `for` of the rule

````

### O0405: an elapsed time is not equal to anything

````
$ onset eval 'since_lowest(loss) == 3 samples' run.csv
error[O0405]: an elapsed time can only be compared by `<`, `<=`, `>` and `>=`
 --> <expression>:1:1
  |
1 | since_lowest(loss) == 3 samples
  | ^^^^^^^^^^^^^^^^^^
  = hint: write `>=`

````

### O0406: an argument of another type

````
$ onset eval 'mean(loss > 3, 5 samples)' run.csv
error[O0406]: `e` of `mean` has to be a number, and this is a condition
 --> <expression>:1:6
  |
1 | mean(loss > 3, 5 samples)
  |      ^^^^^^^^
  = hint: how often it is true is `fraction(loss > 5, 10 samples)`

````

### O0407: an argument that is no metric

````
$ onset eval 'age(2 * loss) > 3 steps' run.csv
error[O0407]: `age` takes the name of a metric, and not an expression
 --> <expression>:1:5
  |
1 | age(2 * loss) > 3 steps
  |     ^^^^^^^^
  = hint: write one name, such as `age(val_loss)`; `each`, or a `let` that is a metric, will do too

````

### O0408: an argument that is no constant

````
$ onset eval 'quantile(loss, val_loss, 5 samples)' run.csv
error[O0408]: `q` of `quantile` has to be a constant
 --> <expression>:1:16
  |
1 | quantile(loss, val_loss, 5 samples)
  |                ^^^^^^^^
  = hint: write a number, a parameter, or arithmetic of them

````

### O0409: an argument out of its range

````
$ onset eval 'quantile(loss, 1.5, 5 samples)' run.csv
error[O0409]: `q` of `quantile` has to be between 0 and 1
 --> <expression>:1:16
  |
1 | quantile(loss, 1.5, 5 samples)
  |                ^^^

````

### O0410: a level with samples

````
$ onset eval 'cusum_up(loss, val_loss)' run.csv
error[O0410]: the level of `cusum_up` cannot be read from a metric
 --> <expression>:1:16
  |
1 | cusum_up(loss, val_loss)
  |                ^^^^^^^^
  = hint: write a number, a parameter or a baseline, such as `baseline(loss)`

````

### O0411: two alternatives of different types

````
$ onset eval 'otherwise(loss, loss > 3)' run.csv
error[O0411]: `otherwise` takes two numbers or two conditions; the first is a number, this is a condition
 --> <expression>:1:17
  |
1 | otherwise(loss, loss > 3)
  |                 ^^^^^^^^

````

### O0412: a wrong number of arguments

````
$ onset eval 'mean(loss)' run.csv
error[O0412]: `mean` does not take 1 argument
 --> <expression>:1:1
  |
1 | mean(loss)
  | ^^^^^^^^^^
  = hint: write `mean(e, w)`, such as `mean(loss, 3 samples)`

````

### O0413: no metric, so no samples

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: late, when: step > 1000}]
````

````
$ onset check a.yaml
error[O0413]: the condition names no metric, so there is no sample at which to read it
 --> a.yaml:3:28
  |
3 | rules: [{rule: late, when: step > 1000}]
  |                            ^^^^^^^^^^^
  = hint: add the metric at whose samples it is to be read, as in `step > 1000 and loss > 5`

1 file checked: 1 error
````

### O0414: `at_detection` outside `confirm.that`

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > at_detection(loss)}]
````

````
$ onset check a.yaml
error[O0414]: `at_detection` can only be used in `that` of `confirm`
 --> a.yaml:3:35
  |
3 | rules: [{rule: high, when: loss > at_detection(loss)}]
  |                                   ^^^^^^^^^^^^^^^^^^
  = hint: in `when`, compare with `lag`, `previous` or `at_entry`

1 file checked: 1 error
````

### O0415: `at_entry` inside a window

`a.yaml`:

````yaml
onset: 1
ruleset: a
phases: [calm, wild]
rules:
  - {rule: high, when: "mean(loss - at_entry(loss), 5 samples) > 1", enter: wild}
````

````
$ onset check a.yaml
error[O0415]: `at_entry` cannot stand inside a window or a recursive function
 --> a.yaml:5:37
  |
5 |   - {rule: high, when: "mean(loss - at_entry(loss), 5 samples) > 1", enter: wild}
  |                                     ^^^^^^^^^^^^^^
  = hint: use it outside: `mean(loss, 5 samples) < at_entry(loss)`

1 file checked: 1 error
````

### O0416: a capture inside another

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > at_entry(at_entry(loss))}]
````

````
$ onset check a.yaml
error[O0416]: `at_entry` cannot stand inside another `at_detection` or `at_entry`
 --> a.yaml:3:44
  |
3 | rules: [{rule: high, when: loss > at_entry(at_entry(loss))}]
  |                                            ^^^^^^^^^^^^^^

1 file checked: 1 error
````

### O0417: a span has no value at a tick

````
$ onset eval '5 samples' run.csv
error[O0417]: only a number or a condition has a value at each sample, and this is a span
 --> <expression>:1:1
  |
1 | 5 samples
  | ^^^^^^^^^
  = hint: compare it with how long ago something was, as in `since_lowest(val_loss) >= 5 samples`

````

### O0501: measured numbers compared with `==`

A warning: the expression compiles.

````
$ onset eval 'loss == 0.5' run.csv
step  value
   1  false
warning[O0501]: measured numbers are hardly ever exactly equal
 --> <expression>:1:1
  |
1 | loss == 0.5
  | ^^^^^^^^^^^
  = hint: compare with `<` or `>`, or the distance: `abs(a - b) < 1e-6`

````

## Rule sets and profiles

What is wrong beyond the YAML and the expressions.

### O0601: a name that cannot be one

`a.yaml`:

````yaml
onset: 1
ruleset: Loss Spike
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0601]: `Loss Spike` cannot be the name of a rule set
 --> a.yaml:2:10
  |
2 | ruleset: Loss Spike
  |          ^^^^^^^^^^
  = hint: names are made of lower-case letters, digits and `-`

1 file checked: 1 error
````

### O0602: two of one name

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules:
  - {rule: high, when: loss > 3}
  - {rule: high, when: loss > 4}
````

````
$ onset check a.yaml
error[O0602]: there are two rules called `high`
 --> a.yaml:5:12
  |
5 |   - {rule: high, when: loss > 4}
  |            ^^^^
  = hint: the first is in line 4

1 file checked: 1 error
````

### O0603: a name that expressions cannot use

`a.yaml`:

````yaml
onset: 1
ruleset: a
let:
  2nd: loss + 1
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0603]: `2nd` cannot be the name of a `let`
 --> a.yaml:4:3
  |
4 |   2nd: loss + 1
  |   ^^^
  = hint: names in expressions are made of letters, digits and `_`, and do not begin with a digit

1 file checked: 1 error
````

### O0604: a name that hides another

`a.yaml`:

````yaml
onset: 1
ruleset: a
let:
  mean: loss + 1
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0604]: the name `mean` of a `let` hides the function `mean`
 --> a.yaml:4:3
  |
4 |   mean: loss + 1
  |   ^^^^
  = hint: give it another name

1 file checked: 1 error
````

### O0605: an unknown phase

`a.yaml`:

````yaml
onset: 1
ruleset: a
phases: [calm, wild]
rules: [{rule: high, when: loss > 3, enter: wlid}]
````

````
$ onset check a.yaml
error[O0605]: `wlid` is not a phase of the rule set
 --> a.yaml:4:45
  |
4 | rules: [{rule: high, when: loss > 3, enter: wlid}]
  |                                             ^^^^
  = hint: did you mean `wild`?

1 file checked: 1 error
````

### O0606: a phase, and no phases

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, enter: wild}]
````

````
$ onset check a.yaml
error[O0606]: `enter` names a phase, but the rule set has none
 --> a.yaml:3:45
  |
3 | rules: [{rule: high, when: loss > 3, enter: wild}]
  |                                             ^^^^
  = hint: declare them: `phases: [first, second]`; every run starts in the first

1 file checked: 1 error
````

### O0607: a file of no known kind

`a.yaml`:

````yaml
onset: 1
name: value
````

````
$ onset check a.yaml
error[O0607]: this file is not a rule set, a profile or tests, nor another file of a project
 --> a.yaml:1:1
  |
1 | onset: 1
  | ^
  = hint: begin it with `onset: 1` and then `ruleset: name`, `profile: name` or `tests: name`
  = hint: a log of a run is an argument of `onset replay RULES LOG`, or of `onset check RULES --runs LOG`

1 file checked: 1 error
````

### O0610: a parameter that is neither number nor span

`a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: tall}
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0610]: a parameter has to be a number or a span
 --> a.yaml:3:22
  |
3 | parameters: {height: tall}
  |                      ^^^^
  = hint: such as `3`, `5%` or `50 samples`

1 file checked: 1 error
````

### O0611: `tune` is no range

`a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: {value: 3, tune: [1]}}
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0611]: `tune` has to be a list of two values, the ends of a range
 --> a.yaml:3:39
  |
3 | parameters: {height: {value: 3, tune: [1]}}
  |                                       ^^^
  = hint: write `tune: [1.5, 6]`

1 file checked: 1 error
````

### O0612: an empty range

`a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: {value: 3, tune: [6, 1]}}
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0612]: the range of `tune` is empty
 --> a.yaml:3:43
  |
3 | parameters: {height: {value: 3, tune: [6, 1]}}
  |                                           ^
  = hint: write the smaller value first

1 file checked: 1 error
````

### O0613: a value outside its range

`a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: {value: 9, tune: [1, 6]}}
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0613]: the value 9 is outside the range of `tune`
 --> a.yaml:3:30
  |
3 | parameters: {height: {value: 9, tune: [1, 6]}}
  |                              ^
  = hint: change the value, or widen the range

1 file checked: 1 error
````

### O0614: a range of another type

`a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {window: {value: 3 samples, tune: [1, 6]}}
rules: [{rule: high, when: loss > 3}]
````

````
$ onset check a.yaml
error[O0614]: this end of `tune` has to be a span in samples, as the value is
 --> a.yaml:3:48
  |
3 | parameters: {window: {value: 3 samples, tune: [1, 6]}}
  |                                                ^

1 file checked: 1 error
````

### O0615: a parameter of another type

`rules/a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: 3}
rules: [{rule: high, when: loss > height}]
````

`profiles/p.yaml`:

````yaml
onset: 1
profile: p
parameters: {a: {height: 3 samples}}
````

`onset.yaml`:

````yaml
onset: 1
````

````
$ onset check
error[O0615]: the parameter `height` has to be a number, and this is a span
 --> profiles/p.yaml:3:26
  |
3 | parameters: {a: {height: 3 samples}}
  |                          ^^^^^^^^^

2 files checked: 1 error
````

### O0616: an unknown parameter

`rules/a.yaml`:

````yaml
onset: 1
ruleset: a
parameters: {height: 3}
rules: [{rule: high, when: loss > height}]
````

`profiles/p.yaml`:

````yaml
onset: 1
profile: p
parameters: {a: {heigth: 3}}
````

`onset.yaml`:

````yaml
onset: 1
````

````
$ onset check
error[O0616]: the rule set `a` has no parameter `heigth`
 --> profiles/p.yaml:3:18
  |
3 | parameters: {a: {heigth: 3}}
  |                  ^^^^^^
  = hint: did you mean `height`?

2 files checked: 1 error
````

### O0617: an unknown rule set

`rules/a.yaml`:

````yaml
onset: 1
ruleset: spike
parameters: {height: 3}
rules: [{rule: high, when: loss > height}]
````

`profiles/p.yaml`:

````yaml
onset: 1
profile: p
parameters: {spkie: {height: 3}}
````

`onset.yaml`:

````yaml
onset: 1
````

````
$ onset check
error[O0617]: there is no rule set `spkie`
 --> profiles/p.yaml:3:22
  |
3 | parameters: {spkie: {height: 3}}
  |                      ^^^^^^
  = hint: did you mean `spike`?

2 files checked: 1 error
````

### O0620: no rules

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: []
````

````
$ onset check a.yaml
error[O0620]: the rule set has no rules
 --> a.yaml:3:1
  |
3 | rules: []
  | ^^^^^
  = hint: a rule is `- {rule: name, when: condition}`

1 file checked: 1 error
````

### O0621: this is no span

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, for: loss}]
````

````
$ onset check a.yaml
error[O0621]: `for` has to be a span
 --> a.yaml:3:43
  |
3 | rules: [{rule: high, when: loss > 3, for: loss}]
  |                                           ^^^^
  = hint: such as `10 samples`, `200 steps` or `0.5 epochs`, or a parameter that is one

1 file checked: 1 error
````

### O0622: an unknown way to repeat

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, repeat: always}]
````

````
$ onset check a.yaml
error[O0622]: `repeat` cannot be `always`
 --> a.yaml:3:46
  |
3 | rules: [{rule: high, when: loss > 3, repeat: always}]
  |                                              ^^^^^^
  = hint: write `never`, `when cleared` or a span such as `after 100 steps`

1 file checked: 1 error
````

### O0623: `clear` without its `repeat`

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, clear: loss < 2}]
````

````
$ onset check a.yaml
error[O0623]: `clear` can only be used with `repeat: when cleared`
 --> a.yaml:3:38
  |
3 | rules: [{rule: high, when: loss > 3, clear: loss < 2}]
  |                                      ^^^^^
  = hint: add `repeat: when cleared`, or remove `clear`

1 file checked: 1 error
````

### O0624: `at_most` without a `repeat`

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, at_most: 3}]
````

````
$ onset check a.yaml
error[O0624]: `at_most` can only be used with `repeat`: without it the rule fires once
 --> a.yaml:3:47
  |
3 | rules: [{rule: high, when: loss > 3, at_most: 3}]
  |                                               ^
  = hint: add `repeat: when cleared` or `repeat: after 100 steps`, or remove `at_most`

1 file checked: 1 error
````

### O0625: a count below 1

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, repeat: when cleared, at_most: 0}]
````

````
$ onset check a.yaml
error[O0625]: `at_most` has to be 1 or more
 --> a.yaml:3:69
  |
3 | rules: [{rule: high, when: loss > 3, repeat: when cleared, at_most: 0}]
  |                                                                     ^

1 file checked: 1 error
````

### O0626: `each` without a pattern

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, each: "", when: each > 3}]
````

````
$ onset check a.yaml
error[O0626]: `each` has to be a pattern of metric names
 --> a.yaml:3:28
  |
3 | rules: [{rule: high, each: "", when: each > 3}]
  |                            ^^
  = hint: such as `each: "grad_norm/*"`

1 file checked: 1 error
````

### O0630: an action that does nothing

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{by: 0.5}]}]
````

````
$ onset check a.yaml
error[O0630]: the action does not say what to do
 --> a.yaml:3:46
  |
3 | rules: [{rule: high, when: loss > 3, then: [{by: 0.5}]}]
  |                                              ^^
  = hint: add one of the keys `scale`, `set`, `stop`, `checkpoint` and `notify`

1 file checked: 1 error
````

### O0631: two actions in one

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{notify: high, stop: high}]}]
````

````
$ onset check a.yaml
error[O0631]: `stop` and `notify` are two actions
 --> a.yaml:3:46
  |
3 | rules: [{rule: high, when: loss > 3, then: [{notify: high, stop: high}]}]
  |                                              ^^^^^^
  = hint: make each an item of its own: `then: [{stop: …}, {notify: …}]`

1 file checked: 1 error
````

### O0632: an unknown `approval`

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{stop: high, approval: asked}]}]
````

````
$ onset check a.yaml
error[O0632]: `approval` cannot be `asked`
 --> a.yaml:3:68
  |
3 | rules: [{rule: high, when: loss > 3, then: [{stop: high, approval: asked}]}]
  |                                                                    ^^^^^
  = hint: write `approval: required`, or leave the key out

1 file checked: 1 error
````

### O0633: this is no number

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 3 samples}]}]
````

````
$ onset check a.yaml
error[O0633]: `by` has to be a number, and this is a span
 --> a.yaml:3:72
  |
3 | rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 3 samples}]}]
  |                                                                        ^^^^^^^^^
  = hint: such as `0.5`, or an expression that is one

1 file checked: 1 error
````

### O0634: a bound that is no constant

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 0.5, floor: loss}]}]
````

````
$ onset check a.yaml
error[O0634]: `floor` has to be a constant number
 --> a.yaml:3:84
  |
3 | rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 0.5, floor: loss}]}]
  |                                                                                    ^^^^
  = hint: write a number, a parameter, or arithmetic of them

1 file checked: 1 error
````

### O0635: a floor above its ceiling

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 0.5, floor: 2, ceiling: 1}]}]
````

````
$ onset check a.yaml
error[O0635]: the floor is above the ceiling
 --> a.yaml:3:84
  |
3 | rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: 0.5, floor: 2, ceiling: 1}]}]
  |                                                                                    ^
  = hint: `floor` is the least value that is set, `ceiling` the greatest

1 file checked: 1 error
````

### O0636: a brace is not closed

`a.yaml`:

````yaml
onset: 1
ruleset: a
rules: [{rule: high, when: loss > 3, then: [{notify: "loss {loss"}]}]
````

````
$ onset check a.yaml
error[O0636]: the `{` is not closed
 --> a.yaml:3:60
  |
3 | rules: [{rule: high, when: loss > 3, then: [{notify: "loss {loss"}]}]
  |                                                            ^
  = hint: close it, or write `{{` for a brace

1 file checked: 1 error
````

### O0640: a negative deviation

`a.yaml`:

````yaml
onset: 1
profile: p
baselines: {loss: {mean: 3, std: -1}}
````

````
$ onset check a.yaml
error[O0640]: `std` cannot be negative
 --> a.yaml:3:34
  |
3 | baselines: {loss: {mean: 3, std: -1}}
  |                                  ^^

1 file checked: 1 error
````

### O0641: a baseline given and measured

`a.yaml`:

````yaml
onset: 1
profile: p
baselines:
  loss: {mean: 3, std: 1, measure: {after: 0 steps, over: 50 steps}}
````

````
$ onset check a.yaml
error[O0641]: a baseline is either given by `mean` and `std` or measured on the run by `measure`
 --> a.yaml:4:16
  |
4 |   loss: {mean: 3, std: 1, measure: {after: 0 steps, over: 50 steps}}
  |                ^
  = hint: remove `mean` and `std`, or remove `measure`

1 file checked: 1 error
````

### O0642: half a baseline

`a.yaml`:

````yaml
onset: 1
profile: p
baselines: {loss: {mean: 3}}
````

````
$ onset check a.yaml
error[O0642]: the baseline of `loss` needs both `mean` and `std`
 --> a.yaml:3:13
  |
3 | baselines: {loss: {mean: 3}}
  |             ^^^^
  = hint: give them, or have it measured on each run: `measure: {after: 50 steps, over: 500 steps}`

1 file checked: 1 error
````

### O0643: a measurement in two units

`a.yaml`:

````yaml
onset: 1
profile: p
baselines: {loss: {measure: {after: 0 steps, over: 50 samples}}}
````

````
$ onset check a.yaml
error[O0643]: `after` and `over` have to be spans in the same unit, and `over` longer than 0
 --> a.yaml:3:52
  |
3 | baselines: {loss: {measure: {after: 0 steps, over: 50 samples}}}
  |                                                    ^^^^^^^^^^
  = hint: such as `{after: 0 steps, over: 500 steps}`

1 file checked: 1 error
````

### O0644: an unknown profile

`a.yaml`:

````yaml
onset: 1
profile: p
extends: bsae
````

````
$ onset check a.yaml
error[O0644]: there is no profile `bsae`
 --> a.yaml:3:10
  |
3 | extends: bsae
  |          ^^^^

1 file checked: 1 error
````

### O0645: profiles that extend each other in a circle

`a.yaml`:

````yaml
onset: 1
profile: p
extends: p
````

````
$ onset check a.yaml
error[O0645]: profiles extend each other in a circle: `p` → `p`
 --> a.yaml:3:10
  |
3 | extends: p
  |          ^

1 file checked: 1 error
````

### O0646: two profiles match one run

`onset replay` says it of the run, which is then not replayed: the profiles `one` and `two` match it equally well; choose
with `--profile`.

### O0650: a day is expected

`onset.yaml`:

````yaml
onset: 1
reviewed: last week
````

````
$ onset check onset.yaml
error[O0650]: `reviewed` has to be a day, and `last week` is not one
 --> onset.yaml:2:11
  |
2 | reviewed: last week
  |           ^^^^^^^^^
  = hint: write year, month and day, such as `2026-11-02`

1 file checked: 1 error
````

### O0651: a number is not negative

`onset.yaml`:

````yaml
onset: 1
score: {tolerance: -5}
````

````
$ onset check onset.yaml
error[O0651]: `tolerance` cannot be negative
 --> onset.yaml:2:20
  |
2 | score: {tolerance: -5}
  |                    ^^
  = hint: write 0, or leave it out

1 file checked: 1 error
````

### O0652: an amount is greater than 0

`onset.yaml`:

````yaml
onset: 1
cost: {price: 0}
````

````
$ onset check onset.yaml
error[O0652]: `price` has to be greater than 0
 --> onset.yaml:2:15
  |
2 | cost: {price: 0}
  |               ^
  = hint: leave it out where it is not known

1 file checked: 1 error
````

### O0653: an overhead is a share

`onset.yaml`:

````yaml
onset: 1
cost: {overhead: 2}
````

````
$ onset check onset.yaml
error[O0653]: `overhead` has to be a share of a step's time, from 0 to less than 1
 --> onset.yaml:2:18
  |
2 | cost: {overhead: 2}
  |                  ^
  = hint: such as `0.02` for 2%

1 file checked: 1 error
````

### O0651: a number is not negative

`onset.yaml`:

````yaml
onset: 1
score: {tolerance: -5}
````

````
$ onset check onset.yaml
````

### O0652: an amount is greater than 0

`onset.yaml`:

````yaml
onset: 1
cost: {price: 0}
````

````
$ onset check onset.yaml
````

### O0653: an overhead is a share

`onset.yaml`:

````yaml
onset: 1
cost: {overhead: 2}
````

````
$ onset check onset.yaml
````

## Run metadata

### O0701: a quantity that is not positive

`a.run.yaml`:

````yaml
onset: 1
steps_per_epoch: 0
````

````
$ onset check a.run.yaml
error[O0701]: `steps_per_epoch` has to be greater than 0
 --> a.run.yaml:2:18
  |
2 | steps_per_epoch: 0
  |                  ^
  = hint: leave it out where it is not known

1 file checked: 1 error
````

### O0702: an empty name

`a.run.yaml`:

````yaml
onset: 1
run: ""
````

````
$ onset check a.run.yaml
error[O0702]: `run` is empty
 --> a.run.yaml:2:6
  |
2 | run: ""
  |      ^^
  = hint: leave it out where it is not known

1 file checked: 1 error
````

### O0703: a label whose range does not hold it

`a.run.yaml`:

````yaml
onset: 1
labels:
  - {phase: wild, step: 20, earliest: 30, latest: 40}
````

````
$ onset check a.run.yaml
error[O0703]: `earliest` is after `step`
 --> a.run.yaml:3:39
  |
3 |   - {phase: wild, step: 20, earliest: 30, latest: 40}
  |                                       ^^
  = hint: a label says `earliest` <= `step` <= `latest`

1 file checked: 1 error
````

## Tests

What is wrong with files of tests, and what of a run is not as a test expects. The examples have this rule set:
`high` fires where the loss is above 3, `falling` two samples after that.

```yaml
onset: 1
ruleset: spike
phases: [calm, wild]
parameters: {limit: 3}
let:
  usual: mean(loss, 3 samples)
rules:
  - {rule: high, when: loss > limit, for: 2 samples, enter: wild, then: [{scale: learning_rate, by: 0.5}]}
  - {rule: far, when: grad_norm > baseline(grad_norm), confirm: {that: loss > 3, within: 2 samples}}
```

### O0801: a series without samples

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: []
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0801]: the series has no samples
 --> a.yaml:8:15
  |
8 |         loss: []
  |               ^^
  = hint: write values, such as `0.5 x 100`, `1 -> 0.2 x 50`, `nan`, `_ x 10` or `(1, 2) x 20`

1 file checked: 1 error
````

### O0802: text that has no meaning in a series

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 1 x 5, mising x 3
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0802]: `mising` has no meaning in a series
 --> a.yaml:8:22
  |
8 |         loss: 1 x 5, mising x 3
  |                      ^^^^^^
  = hint: did you mean `missing`?

1 file checked: 1 error
````

### O0803: a number of a series that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 1.2.3 x 5
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0803]: `1.2.3` is not a number
 --> a.yaml:8:15
  |
8 |         loss: 1.2.3 x 5
  |               ^^^^^
  = hint: numbers are written `0.4`, `-12` or `1e-3`; a count follows an `x`

1 file checked: 1 error
````

### O0804: a spelling of another notation

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 2 ± 0.1 x 5
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0804]: `±` cannot be used in a series
 --> a.yaml:8:17
  |
8 |         loss: 2 ± 0.1 x 5
  |                 ^
  = hint: write `+-`

1 file checked: 1 error
````

### O0805: a part of a series at the wrong place

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 1 x 5 2 x 3
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0805]: `2` cannot stand here; expected `,` or the end of the series
 --> a.yaml:8:21
  |
8 |         loss: 1 x 5 2 x 3
  |                     ^
  = hint: a series is made of `0.5 x 100`, `1 -> 0.2 x 50`, `nan`, `_ x 10` or `(1, 2) x 20`, with commas between

1 file checked: 1 error
````

### O0806: a ramp that cannot be

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 0 => 1 x 20
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0806]: a geometric ramp has to go between two numbers of the same sign, neither of them 0
 --> a.yaml:8:15
  |
8 |         loss: 0 => 1 x 20
  |               ^^^^^^
  = hint: write `->` for a ramp with equal differences

1 file checked: 1 error
````

### O0807: a ramp without a count

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 2 -> 1, 1 x 50
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0807]: a ramp needs a count
 --> a.yaml:8:15
  |
8 |         loss: 2 -> 1, 1 x 50
  |               ^^^^^^
  = hint: write how many samples it has, both ends included, such as `1 -> 0 x 20`

1 file checked: 1 error
````

### O0808: noise that cannot be

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: "_ +- 0.1 x 5"
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0808]: noise cannot be added to samples that are missing
 --> a.yaml:8:18
  |
8 |         loss: "_ +- 0.1 x 5"
  |                  ^^^^^^
  = hint: add it to a value or a ramp: `0.8 +- 0.05 x 100`

1 file checked: 1 error
````

### O0809: a count that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: 1 x 2.5
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0809]: a count has to be a whole number, 1 or more
 --> a.yaml:8:19
  |
8 |         loss: 1 x 2.5
  |                   ^^^
  = hint: such as `0.5 x 100`

1 file checked: 1 error
````

### O0810: a series that is too long

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: (1 x 1000, 2 x 1000) x 1000
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0810]: the series has more than 1,000,000 samples
 --> a.yaml:8:38
  |
8 |         loss: (1 x 1000, 2 x 1000) x 1000
  |                                      ^^^^
  = hint: put a run this long into a log: `run: {file: …}`

1 file checked: 1 error
````

### O0811: a parenthesis that is not closed

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: (1, 2 x 20
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0811]: the parenthesis is not closed
 --> a.yaml:8:15
  |
8 |         loss: (1, 2 x 20
  |               ^
  = hint: add the `)`

1 file checked: 1 error
````

### O0812: parentheses nested too deep

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run:
      series:
        loss: "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1"
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0812]: parentheses are nested more than 50 deep
 --> a.yaml:8:66
  |
8 |         loss: "((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((1"
  |                                                                  ^

1 file checked: 1 error
````

### O0820: a file without tests

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases: []
````

````
$ onset check a.yaml
error[O0820]: the file has no tests
 --> a.yaml:4:1
  |
4 | cases: []
  | ^^^^^
  = hint: a test is `- {test: name, run: …, expect: …}`

1 file checked: 1 error
````

### O0821: a test without a rule set

`a.yaml`:

````yaml
onset: 1
tests: a
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0821]: the test names no rule set
 --> a.yaml:4:11
  |
4 |   - test: one
  |           ^^^
  = hint: write `rulesets: [name]` at the top of the file or in the test

1 file checked: 1 error
````

### O0822: a rule that there is not

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {silent: hihg}
````

````
$ onset check a.yaml
error[O0822]: there is no rule `hihg` among the rule sets under test
 --> a.yaml:7:22
  |
7 |     expect: {silent: hihg}
  |                      ^^^^
  = hint: did you mean `high`?

1 file checked: 1 error
````

### O0823: a rule that two rule sets have

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: [spike, other]
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {silent: high}

````

`rules/other.yaml`:

````yaml
onset: 1
ruleset: other
rules: [{rule: high, when: loss > 5}]
````

````
$ onset check a.yaml
error[O0823]: more than one rule set has a rule `high`
 --> a.yaml:7:22
  |
7 |     expect: {silent: high}
  |                      ^^^^
  = hint: write `spike.high`, `other.high`

1 file checked: 1 error
````

### O0824: a pattern that fits no rule

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {silent: spkie.*}
````

````
$ onset check a.yaml
error[O0824]: no rule under test matches `spkie.*`
 --> a.yaml:7:22
  |
7 |     expect: {silent: spkie.*}
  |                      ^^^^^^^
  = hint: a pattern is matched with `ruleset.rule`, such as `loss-spike.*`

1 file checked: 1 error
````

### O0825: a test without a run

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0825]: the test has no run
 --> a.yaml:5:11
  |
5 |   - test: one
  |           ^^^
  = hint: give it `run: {series: {loss: 2 -> 1 x 100}}` or `run: {file: path}`

1 file checked: 1 error
````

### O0826: a run that is two

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {file: log.csv, series: {loss: 1 x 5}}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0836]: cannot read `log.csv`: there is no such file
 --> a.yaml:6:17
  |
6 |     run: {file: log.csv, series: {loss: 1 x 5}}
  |                 ^^^^^^^

error[O0826]: a run is either a `file` or made of `series`
 --> a.yaml:6:35
  |
6 |     run: {file: log.csv, series: {loss: 1 x 5}}
  |                                   ^^^^
  = hint: remove one of them

1 file checked: 2 errors
````

### O0827: a test that cannot fail

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: []}
````

````
$ onset check a.yaml
error[O0827]: the test expects nothing, so it cannot fail
 --> a.yaml:7:5
  |
7 |     expect: {fires: []}
  |     ^^^^^^
  = hint: say what must happen with `fires`, and what must not with `silent`

1 file checked: 1 error
````

### O0828: a range of steps that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: [{rule: high, between: 1000}]}
````

````
$ onset check a.yaml
error[O0828]: `between` has to be a list of two steps, the first and the last
 --> a.yaml:7:44
  |
7 |     expect: {fires: [{rule: high, between: 1000}]}
  |                                            ^^^^
  = hint: write `between: [1000, 1300]`

1 file checked: 1 error
````

### O0829: a cadence that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
run: {every: 10}
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0829]: `every` has to be a span in steps, or a mapping of metrics to such spans
 --> a.yaml:4:14
  |
4 | run: {every: 10}
  |              ^^
  = hint: write `every: 10 steps` or `every: {val_loss: 100 steps, "*": 10 steps}`

1 file checked: 1 error
````

### O0830: a number of times that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: [{rule: high, times: often}]}
````

````
$ onset check a.yaml
error[O0830]: `times` has to be a whole number, or a list of the fewest and the most
 --> a.yaml:7:42
  |
7 |     expect: {fires: [{rule: high, times: often}]}
  |                                          ^^^^^
  = hint: write `times: 2` or `times: [1, 3]`

1 file checked: 1 error
````

### O0831: a run that is too long

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
run: {every: 2000000000 steps, from: 9000000000000000000}
cases:
  - test: one
    run: {series: {loss: 1 x 1000000}}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0831]: the last step of the series is too large
 --> a.yaml:7:20
  |
7 |     run: {series: {loss: 1 x 1000000}}
  |                    ^^^^
  = hint: shorten the series, or log more often

1 file checked: 1 error
````

### O0832: a series in a flow mapping without quotes

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5, 2 x 5}}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0832]: `2 x 5` looks like a part of the series before it: in `{…}` a comma begins the next entry
 --> a.yaml:6:33
  |
6 |     run: {series: {loss: 1 x 5, 2 x 5}}
  |                                 ^^^^^
  = hint: put the series into quotes or `[…]`, or write it in a line of its own

1 file checked: 1 error
````

### O0833: a value that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {values: [{expression: usual, step: 3, is: high}]}
````

````
$ onset check a.yaml
error[O0833]: `high` is not a value
 --> a.yaml:7:56
  |
7 |     expect: {values: [{expression: usual, step: 3, is: high}]}
  |                                                        ^^^^
  = hint: write a number, `true`, `false`, `nan` or `unknown`

1 file checked: 1 error
````

### O0834: an expected action that is none

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: [{rule: high, actions: [{lower: learning_rate}]}]}
````

````
$ onset check a.yaml
error[O0834]: an expected action has to be one of `scale`, `set`, `stop`, `checkpoint` and `notify`
 --> a.yaml:7:46
  |
7 |     expect: {fires: [{rule: high, actions: [{lower: learning_rate}]}]}
  |                                              ^^^^^
  = hint: such as `{scale: learning_rate, by: 0.5}` or `{notify: "*"}`

1 file checked: 1 error
````

### O0835: a rule set that is not under test

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {phases: [{ruleset: grokking, step: 3, is: calm}]}
````

````
$ onset check a.yaml
error[O0835]: the rule set `grokking` is not one of those under test
 --> a.yaml:7:33
  |
7 |     expect: {phases: [{ruleset: grokking, step: 3, is: calm}]}
  |                                 ^^^^^^^^
  = hint: add it to `rulesets`

1 file checked: 1 error
````

### O0836: a file that cannot be read

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: ../rules/spike.yaml
cases:
  - test: one
    run: {file: nowhere.csv}
    expect: {silent: high}
````

````
$ onset check a.yaml
error[O0836]: cannot read `../rules/spike.yaml`: there is no such file
 --> a.yaml:3:11
  |
3 | rulesets: ../rules/spike.yaml
  |           ^^^^^^^^^^^^^^^^^^^

error[O0836]: cannot read `nowhere.csv`: there is no such file
 --> a.yaml:6:17
  |
6 |     run: {file: nowhere.csv}
  |                 ^^^^^^^^^^^

1 file checked: 2 errors
````

### O0840: a rule that does not apply to the run

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {los: 1 x 5}}
    expect: {silent: high}
````

````
$ onset test a.yaml
a  1 error

error  a.one
error[O0840]: `spike.high` does not apply to the run: the run never logs `loss`; did you mean `los`?
 --> a.yaml:7:22
  |
7 |     expect: {silent: high}
  |                      ^^^^
  = hint: add the metric to `series`; where this is what is tested, name the rule under `not_applicable`

1 test: 1 error
````

### O0841: a rule that applies and should not

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {not_applicable: high}
````

````
$ onset test a.yaml
a  1 error

error  a.one
error[O0841]: `spike.high` applies to the run, and was expected not to
 --> a.yaml:7:30
  |
7 |     expect: {not_applicable: high}
  |                              ^^^^
  = hint: remove it from `not_applicable`, or a metric that it needs from the run

1 test: 1 error
````

### O0842: a run that ends too early

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: [{rule: high, between: [10, 20]}]}
````

````
$ onset test a.yaml
a  1 error

error  a.one
error[O0842]: the run ends at step 4, before this can be decided
 --> a.yaml:7:44
  |
7 |     expect: {fires: [{rule: high, between: [10, 20]}]}
  |                                            ^^^^^^^^
  = hint: make the series longer, or end the range earlier

  spike.high
  loss
           ┤
         1 ┤⣤               ⣤               ⣤              ⣤               ⣤
           ┤
           ┤
      step  0 ──────────────────────────────────────────────────────────── 4
  expected                                                                 │  fire once between steps 10 and 20
  happened  nothing

1 test: 1 error
````

### O0843: an instance that there is not

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {fires: [{rule: high, metric: loss}]}
````

````
$ onset test a.yaml
a  1 error

error  a.one
error[O0843]: `spike.high` has no instance for the metric `loss`
 --> a.yaml:7:43
  |
7 |     expect: {fires: [{rule: high, metric: loss}]}
  |                                           ^^^^
  = hint: only a rule with `each` has instances, one for each metric that matches

error[O0850]: `spike.high` was expected to fire once; it never fired
 --> a.yaml:7:29
  |
7 |     expect: {fires: [{rule: high, metric: loss}]}
  |                             ^^^^

  spike.high
  loss
           ┤
         1 ┤⣤               ⣤               ⣤              ⣤               ⣤
           ┤
           ┤
      step  0 ──────────────────────────────────────────────────────────── 4
  expected  ├──────────────────────────────────────────────────────────────┤  fire once
  happened  nothing

1 test: 1 error
````

### O0844: a value that is not there

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: 1 x 5}}
    expect: {values: [{expression: val_loss, step: 3, is: 1}]}
````

````
$ onset test a.yaml
a  1 error

error  a.one
error[O0844]: the expression has no value here: the run never logs `val_loss`
 --> a.yaml:7:36
  |
7 |     expect: {values: [{expression: val_loss, step: 3, is: 1}]}
  |                                    ^^^^^^^^

1 test: 1 error
````

### O0850: a rule that does not do what is expected

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {fires: [{rule: high, between: [1, 4]}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0850]: `spike.high` was expected to fire once between steps 1 and 4; it fired at step 6
 --> a.yaml:7:44
  |
7 |     expect: {fires: [{rule: high, between: [1, 4]}]}
  |                                            ^^^^^^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected         ├────────────────────┤  fire once between steps 1 and 4
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0851: an event too many

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {fires: [{rule: high, between: [1, 4], times: [0, 1]}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0851]: `spike.high` also fired at step 6, which the test does not expect
 --> a.yaml:7:29
  |
7 |     expect: {fires: [{rule: high, between: [1, 4], times: [0, 1]}]}
  |                             ^^^^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected         ├────────────────────┤  fire at most once between steps 1 and 4
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0852: a rule that is not silent

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {silent: high}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0852]: `spike.high` was expected to be silent; it fired at step 6
 --> a.yaml:7:22
  |
7 |     expect: {silent: high}
  |                      ^^^^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected  ├──────────────────────────────────────────────────────────────┤  silence
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0853: another onset

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {fires: [{rule: high, since: 6}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0853]: `spike.high` fired at step 6; `since` was expected at step 6, and is step 5
 --> a.yaml:7:42
  |
7 |     expect: {fires: [{rule: high, since: 6}]}
  |                                          ^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected  ├──────────────────────────────────────────────────────────────┤  fire once
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0854: another phase is entered

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {fires: [{rule: high, enter: calm}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0854]: `spike.high` entered `wild` at step 6, not `calm`
 --> a.yaml:7:42
  |
7 |     expect: {fires: [{rule: high, enter: calm}]}
  |                                          ^^^^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected  ├──────────────────────────────────────────────────────────────┤  fire once
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0855: other actions

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {fires: [{rule: high, actions: [{scale: learning_rate, by: 0.1}]}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0855]: `spike.high` issued scale `learning_rate` by 0.5 at step 6, and not scale `learning_rate` by 0.1
 --> a.yaml:7:46
  |
7 |     expect: {fires: [{rule: high, actions: [{scale: learning_rate, by: 0.1}]}]}
  |                                              ^^^^^

  spike.high
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected  ├──────────────────────────────────────────────────────────────┤  fire once
     fired                                            ▲  step 6

1 test: 1 failed
````

### O0856: an action that could not be taken

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: rules/careless.yaml
cases:
  - test: one
    run: {series: {loss: [1, 5], factor: [nan, nan]}}
    expect: {fires: [{rule: high, at: 1}]}

````

`rules/careless.yaml`:

````yaml
onset: 1
ruleset: careless
rules: [{rule: high, when: loss > 3, then: [{scale: learning_rate, by: factor}]}]
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0856]: `careless.high` could not act at step 1: no number to scale `learning_rate` by
 --> a.yaml:7:5
  |
7 |     expect: {fires: [{rule: high, at: 1}]}
  |     ^^^^^^

1 test: 1 failed
````

### O0857: another phase is in force

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {phases: [{step: 9, is: calm}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0857]: the phase at step 9 is `wild`, not `calm`
 --> a.yaml:7:37
  |
7 |     expect: {phases: [{step: 9, is: calm}]}
  |                                     ^^^^

1 test: 1 failed
````

### O0858: another value

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1 x 5, 5 x 5]}}
    expect: {values: [{expression: usual, step: 4, is: 2}]}
````

````
$ onset test a.yaml
a  1 failed

failed  a.one
error[O0858]: `usual` is 1 at step 4, not 2
 --> a.yaml:7:56
  |
7 |     expect: {values: [{expression: usual, step: 4, is: 2}]}
  |                                                        ^

  usual
  loss
         5 ┤                                   ⠛      ⠛      ⠛      ⠛      ⠛
           ┤
           ┤
         1 ┤⣤      ⣤      ⣤      ⣤      ⣤
      step  0 ──────────────────────────────────────────────────────────── 9
  expected                              │  2
  happened  1

1 test: 1 failed
````

### O0860: a remark about mutants without a reason

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [1, 5]}}
    expect: {fires: [{rule: high, at: 1}]}

````

`rules/spike.yaml`:

````yaml
onset: 1
ruleset: spike
rules: [{rule: high, when: loss > 3}]    # onset: equivalent
````

````
$ onset test a.yaml --mutate 2>&1 >/dev/null
warning[O0860]: the comment does not say why the change makes no difference
 --> rules/spike.yaml:3:42
  |
3 | rules: [{rule: high, when: loss > 3}]    # onset: equivalent
  |                                          ^^^^^^^^^^^^^^^^^^^
  = hint: write the reason after a colon: `# onset: equivalent: reason`

````

### O0861: a remark about mutants that do not survive

`a.yaml`:

````yaml
onset: 1
tests: a
rulesets: spike
cases:
  - test: one
    run: {series: {loss: [3, 5]}}
    expect: {fires: [{rule: high, at: 1}]}

````

`rules/spike.yaml`:

````yaml
onset: 1
ruleset: spike
rules: [{rule: high, when: loss > 3}]    # onset: equivalent (> -> <): it cannot be
````

````
$ onset test a.yaml --mutate 2>&1 >/dev/null
warning[O0861]: no mutant of this line survives, so the comment explains nothing
 --> rules/spike.yaml:3:42
  |
3 | rules: [{rule: high, when: loss > 3}]    # onset: equivalent (> -> <): it cannot be
  |                                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  = hint: remove the comment, or move it to the line of the change

````

## Formats of text logs

### O0711: a brace or bracket without its partner

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
lines: ["step {step} [INFO loss {loss}"]
````

````
$ onset check formats/mine.yaml
error[O0711]: the optional part that begins here has no `]`
 --> formats/mine.yaml:3:22
  |
3 | lines: ["step {step} [INFO loss {loss}"]
  |                      ^
  = hint: write `[[` for a bracket that is in the log

1 file checked: 1 error
````

### O0712: braces with something that cannot stand there

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
lines: ["step {step} loss {loss:float}"]
````

````
$ onset check formats/mine.yaml
error[O0712]: `{loss:float}` is nothing that can stand here
 --> formats/mine.yaml:3:27
  |
3 | lines: ["step {step} loss {loss:float}"]
  |                           ^^^^^^^^^^^^
  = hint: there are `{name}`, `{}`, `{:json}`; write `{{` for a brace that is in the log

1 file checked: 1 error
````

### O0713: nothing that says where a part of a line ends

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
lines: ["step {step}/{}{loss}"]
````

````
$ onset check formats/mine.yaml
error[O0713]: nothing says where this ends
 --> formats/mine.yaml:3:22
  |
3 | lines: ["step {step}/{}{loss}"]
  |                      ^^
  = hint: put the text after it that the log has there, or let it be the end of the line

1 file checked: 1 error
````

### O0714: a line that names nothing

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
lines: ["step {} loss {}"]
````

````
$ onset check formats/mine.yaml
error[O0714]: the line names no number
 --> formats/mine.yaml:3:10
  |
3 | lines: ["step {} loss {}"]
  |          ^^^^^^^^^^^^^^^
  = hint: a number is `{name}`, such as `step {step} loss {loss}`

1 file checked: 1 error
````

### O0715: a format without the step

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
step: iteration
lines: ["iter {iter} loss {loss}"]
````

````
$ onset check formats/mine.yaml
error[O0715]: no line names a number `iteration`
 --> formats/mine.yaml:3:7
  |
3 | step: iteration
  |       ^^^^^^^^^

1 file checked: 1 error
````

### O0716: another name for what is not there

`formats/mine.yaml`:

````yaml
onset: 1
format: mine
lines: ["step {step} loss {loss}"]
rename: {los: train_loss}
````

````
$ onset check formats/mine.yaml
error[O0716]: no line names a number `los`
 --> formats/mine.yaml:4:10
  |
4 | rename: {los: train_loss}
  |          ^^^
  = hint: did you mean `loss`?

1 file checked: 1 error
````

### O0717: a format without a name

`formats/mine.yaml`:

````yaml
onset: 1
format: ""
lines: ["step {step} loss {loss}"]
````

````
$ onset check formats/mine.yaml
error[O0717]: `format` is empty
 --> formats/mine.yaml:2:9
  |
2 | format: ""
  |         ^^
  = hint: name it for what writes such logs, such as `llm.c`

1 file checked: 1 error
````
"""##
}
