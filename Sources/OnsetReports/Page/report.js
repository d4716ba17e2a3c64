// The charts of a report: one library chart a signal, and over all of them one range of steps and one cursor.
// Without the library the page keeps its drawn charts, and this only adds the choice of light or dark.
"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const root = document.documentElement;
  root.classList.add("scripted");
  const svgNamespace = "http://www.w3.org/2000/svg";

  // MARK: Small things

  const colour = (name) => getComputedStyle(root).getPropertyValue(name).trim();

  function svg(name, attributes, text) {
    const element = document.createElementNS(svgNamespace, name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
  }

  // Four digits that count, as everywhere in Onset.
  function short(value) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1e16 || size < 1e-4) return value.toExponential(3).replace(/\.?0+e/, "e");
    if (size >= 1000) return String(Math.round(value));
    return String(Number(value.toPrecision(4)));
  }

  const grouped = (step) => step.toLocaleString("en-US");

  /// The position of the last step that is not after `step`; -1 where there is none.
  function last(steps, step) {
    let low = 0;
    let high = steps.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (steps[middle] <= step) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  function unpacked(steps) {
    if (Array.isArray(steps)) return steps;
    const result = new Array(steps.count);
    for (let i = 0; i < steps.count; i++) result[i] = steps.from + i * steps.by;
    return result;
  }

  const stepTables = data.steps.map(unpacked);

  // MARK: What charts share

  /// One range of steps and one cursor, for the charts of a run, or of runs that are laid on each other.
  class Shared {
    constructor(first, last) {
      this.whole = first < last ? [first, last] : [first - 0.5, last + 0.5];
      this.range = this.whole.slice();
      this.cursor = null;
      this.charts = [];
      this.views = [];
    }

    setRange(from, to, except) {
      const whole = this.whole;
      const length = Math.min(Math.max(to - from, Math.min(2, whole[1] - whole[0])), whole[1] - whole[0]);
      let start = Math.max(from, whole[0]);
      if (start + length > whole[1]) start = whole[1] - length;
      this.range = [start, start + length];
      for (const chart of this.charts) chart.show(chart === except);
      for (const view of this.views) view();
      where();
    }

    setCursor(step) {
      this.cursor = step;
      for (const chart of this.charts) chart.point();
      for (const view of this.views) view();
      where();
    }

    zoom(factor) {
      const [from, to] = this.range;
      const isSeen = this.cursor !== null && this.cursor >= from && this.cursor <= to;
      const centre = isSeen ? this.cursor : (from + to) / 2;
      this.setRange(centre - (centre - from) * factor, centre + (to - centre) * factor);
    }

    pan(share) {
      const shift = (this.range[1] - this.range[0]) * share;
      this.setRange(this.range[0] + shift, this.range[1] + shift);
    }

    all() {
      this.setRange(this.whole[0], this.whole[1]);
    }
  }

  const groups = new Map();
  const charts = [];

  function shared(first, last) {
    const key = `${first} ${last}`;
    if (!groups.has(key)) groups.set(key, new Shared(first, last));
    return groups.get(key);
  }

  const whereElement = document.querySelector(".tools .where");
  function where() {
    if (!whereElement || groups.size !== 1) return;
    const [group] = groups.values();
    const text = `steps ${grouped(Math.round(group.range[0]))} to ${grouped(Math.round(group.range[1]))}`;
    whereElement.textContent = group.cursor === null ? text : `${text}, at ${grouped(group.cursor)}`;
  }

  const speaker = document.getElementById("speaker");

  // MARK: Decoration

  /// Flags beside each other in some rows; those that fit nowhere share a flag with the one before.
  function placed(flags, x, rows) {
    const result = [];
    const ends = new Array(rows).fill(-Infinity);
    const half = (text) => Math.max(8, 3.5 * text.length + 4);
    const sorted = flags.slice().sort((a, b) => a.step - b.step || a.number - b.number);
    for (const flag of sorted) {
      const at = x(flag.step);
      const row = ends.findIndex((end) => at - half(String(flag.number)) > end + 1);
      if (row >= 0) {
        result.push({ x: at, row, flags: [flag], text: String(flag.number) });
        ends[row] = at + half(String(flag.number));
      } else {
        const group = result[result.length - 1];
        group.flags.push(flag);
        const numbers = group.flags.map((f) => f.number);
        const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)];
        // What stands between two numbers is only meant where all of it is.
        const mark = greatest - least === numbers.length - 1 ? "–" : numbers.length === 2 ? "," : "…";
        group.text = `${least}${mark}${greatest}`;
        ends[group.row] = Math.max(ends[group.row], group.x + half(group.text));
      }
    }
    for (const group of result) group.half = half(group.text);
    return result;
  }

  function drawFlags(parent, range, flags, x, firstRow, bottom, width, left, rows = 2) {
    const visible = flags.filter((flag) => flag.step >= range[0] && flag.step <= range[1]);
    for (const group of placed(visible, x, rows)) {
      const y = firstRow + group.row * 16 + 9;
      const flag = group.flags[0];
      const g = svg("g", { class: `flag ${flag.kind}${flag.counterfactual ? " counterfactual" : ""}` });
      g.append(svg("title", {}, group.flags.map((f) => `${f.number}: ${f.text}, step ${f.step}`).join("\n")));
      g.append(svg("line", { x1: group.x, x2: group.x, y1: y + 7, y2: bottom }));
      const start = Math.min(Math.max(group.x - group.half, left), width - 2 * group.half);
      g.append(svg("rect", { x: start, y: y - 7, width: 2 * group.half, height: 14, rx: 7 }));
      g.append(svg("text", { x: start + group.half, y: y + 4, "text-anchor": "middle" }, group.text));
      parent.append(g);
    }
  }

  function drawPhaseNames(parent, phases, x, left, right, y, flags = []) {
    for (const phase of phases) {
      let from = Math.max(x(phase.first), left);
      const width = 6.5 * phase.name.length + 6;
      // Beside flags, not under them; the first of them is mostly that of the event that brought the phase.
      for (const flag of flags) if (flag + 12 > from && flag - 12 < from + width) from = flag + 12;
      const to = Math.min(x(phase.last), right);
      if (to - from > width) {
        parent.append(svg("text", { class: "phase-name", x: from + 3, y }, phase.name));
      }
    }
  }

  /// Where the name of a label begins: behind its range if there is room, or before it, since letters are hard to read
  /// on hatching.
  function labelStart(width, from, to, left, right) {
    if (to + 6 + width <= right) return to + 6;
    if (from - 6 - width >= left) return from - 6 - width;
    return Math.min(Math.max(from + 4, left), Math.max(left, right - width));
  }

  function drawLabelNames(parent, range, labels, x, left, right, bottom, prefix = "labelled ", rows = Infinity) {
    const ends = [];
    for (const label of labels) {
      if (label.latest < range[0] || label.earliest > range[1]) continue;
      const name = prefix + label.name;
      const width = 6.2 * name.length;
      const start = labelStart(width, Math.max(x(label.earliest), left), Math.min(x(label.latest), right), left, right);
      let row = ends.findIndex((end) => start > end);
      if (row < 0 && ends.length === rows) continue;
      if (row < 0) row = ends.push(0) - 1;
      ends[row] = start + width;
      const y = bottom - 5 - 13 * row;
      const ground = { class: "label-ground", x: start - 2, y: y - 10, width: width + 4, height: 13, rx: 2 };
      parent.append(svg("rect", ground), svg("text", { class: "label-name", x: start, y }, name));
    }
  }

  function rectangle(parent, style, from, to, top, bottom, left, right) {
    const x = Math.min(Math.max(from, left), right);
    const end = Math.max(Math.min(to, right), left);
    if (end < left || x > right || (from > right && to > right)) return;
    const attributes = { class: style, x, y: top, width: Math.max(end - x, 0), height: Math.max(bottom - top, 0) };
    parent.append(svg("rect", attributes));
  }

  // MARK: One chart

  class Chart {
    constructor(section, picture) {
      this.section = section;
      this.picture = picture;
      this.shared = shared(picture.first, picture.last);
      this.plot = section.querySelector(".plot");
      this.lines = picture.lines.map((line) => ({ ...line, steps: stepTables[line.steps] }));
      this.legend = Array.from(section.querySelectorAll(".legend .at"));
      this.isLogarithmic = picture.starts_logarithmic && picture.logarithmic !== null;
      this.flagTop = picture.phases.length ? 14 : 0;
      this.top = this.flagTop + (picture.flags.length ? 34 : 4);
      this.build();
    }

    rows() {
      const steps = Array.from(new Set(this.lines.flatMap((line) => line.steps))).sort((a, b) => a - b);
      const index = new Map(steps.map((step, position) => [step, position]));
      const rows = steps.map((step) => [step].concat(new Array(this.lines.length).fill(null)));
      this.lines.forEach((line, column) => {
        line.steps.forEach((step, position) => {
          const value = line.values[position];
          // For the library null is "no sample here", and NaN a gap.
          rows[index.get(step)][column + 1] = value === null ? NaN : value;
        });
      });
      this.steps = steps;
      return rows;
    }

    styles() {
      const value = ["--blue", "--green", "--sky", "--purple", "--orange"];
      const limit = ["--vermillion", "--purple", "--orange", "--green", "--blue"];
      const dashes = [[6, 4], [2, 3], [10, 3, 2, 3], [6, 4], [2, 3]];
      const series = {};
      this.lines.forEach((line, column) => {
        const style = {
          samples: { color: colour("--samples"), strokeWidth: 1 },
          value: { color: colour(value[line.number % 5]), strokeWidth: 2 },
          threshold: {
            color: colour(limit[line.number % 5]),
            strokeWidth: 1.5,
            strokePattern: dashes[line.number % 5],
            stepPlot: true,
          },
        }[line.role];
        series[`line${column}`] = style;
      });
      return series;
    }

    valueRange() {
      return this.isLogarithmic ? this.picture.logarithmic : this.picture.linear;
    }

    build() {
      this.plot.classList.add("live");
      this.section.classList.add("live-chart");
      this.under = svg("svg", { class: "under", "aria-hidden": "true" });
      this.over = svg("svg", { class: "over", "aria-hidden": "true" });
      const canvas = document.createElement("div");
      canvas.className = "canvas";
      this.plot.style.paddingTop = `${this.top}px`;
      canvas.style.height = "200px";
      this.plot.append(this.under, canvas, this.over);
      const model = { ...Dygraph.defaultInteractionModel, dblclick: () => this.shared.all() };
      this.isBusy = true;
      this.graph = new Dygraph(canvas, this.rows(), {
        labels: ["step"].concat(this.lines.map((_, column) => `line${column}`)),
        series: this.styles(),
        connectSeparatedPoints: true,
        drawGapEdgePoints: true,
        pointSize: 2,
        legend: "never",
        showLabelsOnHighlight: false,
        highlightCircleSize: 3,
        animatedZooms: false,
        dateWindow: this.shared.range.slice(),
        valueRange: this.valueRange(),
        logscale: this.isLogarithmic,
        axisLabelFontSize: 11,
        gridLineColor: colour("--rule"),
        axisLineColor: colour("--quiet"),
        axes: {
          x: { axisLabelFormatter: (step) => (Number.isInteger(step) ? grouped(step) : ""), pixelsPerLabel: 80 },
          y: { axisLabelFormatter: (value) => short(value), axisLabelWidth: 54, pixelsPerLabel: 36 },
        },
        interactionModel: model,
        highlightCallback: (event, step) => this.shared.setCursor(step),
        unhighlightCallback: () => this.shared.setCursor(null),
        drawCallback: (graph, isFirst) => {
          this.graph = graph;
          this.decorate();
          if (isFirst || this.isBusy) return;
          const [from, to] = graph.xAxisRange();
          if (from !== this.shared.range[0] || to !== this.shared.range[1]) this.shared.setRange(from, to);
        },
      });
      this.isBusy = false;
      this.plot.addEventListener("keydown", (event) => this.press(event));
      this.makeLegend();
      this.makeScale();
      this.decorate();
    }

    makeLegend() {
      this.section.querySelectorAll(".legend li").forEach((item, column) => {
        const button = document.createElement("button");
        button.type = "button";
        button.setAttribute("aria-pressed", "true");
        button.append(...Array.from(item.childNodes).filter((node) => !node.classList?.contains("at")));
        item.prepend(button);
        button.addEventListener("click", () => {
          const isShown = button.getAttribute("aria-pressed") !== "true";
          button.setAttribute("aria-pressed", String(isShown));
          this.quietly(() => this.graph.setVisibility(column, isShown));
        });
      });
    }

    makeScale() {
      const button = this.section.querySelector(".scale");
      if (!button) return;
      const name = () => {
        button.textContent = this.isLogarithmic ? "logarithmic" : "linear";
        button.setAttribute("aria-label", `scale: ${button.textContent}; switch`);
      };
      name();
      button.addEventListener("click", () => {
        this.isLogarithmic = !this.isLogarithmic;
        name();
        this.quietly(() => this.graph.updateOptions({ logscale: this.isLogarithmic, valueRange: this.valueRange() }));
      });
    }

    /// Without telling the other charts.
    quietly(work) {
      this.isBusy = true;
      work();
      this.isBusy = false;
    }

    show(isSource) {
      if (isSource) return;
      const { range, whole } = this.shared;
      const options = { dateWindow: range.slice() };
      // The whole run is shown on the whole scale.
      if (range[0] === whole[0] && range[1] === whole[1]) options.valueRange = this.valueRange();
      this.quietly(() => this.graph.updateOptions(options));
    }

    repaint() {
      this.quietly(() =>
        this.graph.updateOptions({
          series: this.styles(),
          gridLineColor: colour("--rule"),
          axisLineColor: colour("--quiet"),
        }),
      );
    }

    // MARK: The cursor

    valueAt(column, step) {
      const line = this.lines[column];
      const position = last(line.steps, step);
      return position < 0 ? null : line.values[position];
    }

    point() {
      const cursor = this.shared.cursor;
      this.lines.forEach((line, column) => {
        const slot = this.legend[column];
        if (!slot) return;
        if (cursor === null) {
          slot.textContent = "";
          delete slot.dataset.value;
          return;
        }
        const value = this.valueAt(column, cursor);
        slot.textContent = short(value);
        slot.dataset.value = String(value);
      });
      this.drawCursor();
    }

    drawCursor() {
      const { cursor, range } = this.shared;
      const line = this.over.querySelector(".cursor");
      if (line) line.remove();
      if (cursor === null || cursor < range[0] || cursor > range[1]) return;
      const area = this.graph.getArea();
      const x = this.graph.toDomXCoord(cursor);
      this.over.append(svg("line", { class: "cursor", x1: x, x2: x, y1: this.top, y2: this.top + area.y + area.h }));
    }

    press(event) {
      const keys = {
        "+": () => this.shared.zoom(0.5),
        "=": () => this.shared.zoom(0.5),
        "-": () => this.shared.zoom(2),
        0: () => this.shared.all(),
        Escape: () => this.shared.setCursor(null),
        Home: () => this.move(-Infinity),
        End: () => this.move(Infinity),
        ArrowLeft: () => (event.shiftKey ? this.shared.pan(-0.25) : this.move(-1)),
        ArrowRight: () => (event.shiftKey ? this.shared.pan(0.25) : this.move(1)),
      };
      if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    }

    move(count) {
      const { cursor, range } = this.shared;
      const from = last(this.steps, range[0] - 1e-9) + 1;
      const to = last(this.steps, range[1]);
      const now = cursor === null ? (count > 0 ? from - 1 : to + 1) : last(this.steps, cursor);
      const position = Math.min(Math.max(now + count, from), to);
      const step = this.steps[position];
      this.shared.setCursor(step);
      const values = this.lines.map((line, column) => `${line.name} ${short(this.valueAt(column, step))}`);
      speaker.textContent = `step ${step}: ${values.join(", ")}`;
    }

    // MARK: Behind and before the lines

    decorate() {
      if (!this.graph) return;
      const area = this.graph.getArea();
      const [left, right] = [area.x, area.x + area.w];
      const [top, bottom] = [this.top + area.y, this.top + area.y + area.h];
      const x = (step) => this.graph.toDomXCoord(step);
      const y = (value) => Math.min(Math.max(this.top + this.graph.toDomYCoord(value), top), bottom);
      const range = this.shared.range;
      this.under.replaceChildren();
      this.over.replaceChildren();
      for (const phase of this.picture.phases) {
        rectangle(this.under, `phase p${phase.number % 4}`, x(phase.first), x(phase.last), top, bottom, left, right);
      }
      const band = this.picture.band;
      if (band) {
        const start = Math.max(band.from === null ? left : x(band.from), left);
        const low = y(band.mean - band.std);
        const high = y(band.mean + band.std);
        const isThere = !this.isLogarithmic || band.mean - band.std > 0;
        if (isThere && low > high && start < right) {
          rectangle(this.under, "band", start, right, high, low, left, right);
          const mean = y(band.mean);
          this.under.append(svg("line", { class: "mean", x1: start, x2: right, y1: mean, y2: mean }));
        }
      }
      for (const label of this.picture.labels) {
        if (label.latest < range[0] || label.earliest > range[1]) continue;
        const from = x(label.earliest);
        rectangle(this.under, "label", from, Math.max(x(label.latest), from + 2), top, bottom, left, right);
      }
      const end = this.picture.end;
      if (end !== null && x(end) < right) {
        rectangle(this.over, "after", x(end), right, top, bottom, left, right);
      }
      drawPhaseNames(this.over, this.picture.phases, x, left, right, 11);
      drawLabelNames(this.over, range, this.picture.labels, x, left, right, bottom);
      drawFlags(this.over, range, this.picture.flags, x, this.flagTop, bottom, right, left);
      this.drawCursor();
    }
  }

  // MARK: The course of the run

  function courseView(section) {
    const group = shared(data.first, data.last);
    const plot = section.querySelector(".plot");
    const height = 34 * data.lanes.length + 22;
    plot.classList.add("live");
    plot.style.height = `${height}px`;
    const canvas = svg("svg", { class: "over", "aria-hidden": "true" });
    plot.append(canvas);
    const place = () => ({ left: 58, right: plot.clientWidth - 10 });
    const draw = () => {
      const { range, cursor } = group;
      const { left, right } = place();
      const x = (step) => left + ((step - range[0]) / (range[1] - range[0])) * (right - left);
      canvas.replaceChildren();
      const bottom = 34 * data.lanes.length;
      const flagged = svg("g", {});
      data.lanes.forEach((lane, index) => {
        const top = index * 34 + 14;
        canvas.append(svg("text", { x: left, y: top - 3 }, lane.name));
        canvas.append(svg("line", { class: "grid", x1: left, x2: right, y1: top + 17, y2: top + 17 }));
        for (const phase of lane.phases) {
          rectangle(canvas, `phase p${phase.number % 4}`, x(phase.first), x(phase.last), top, top + 17, left, right);
        }
        const flags = lane.flags.map((flag) => x(flag.step)).sort((a, b) => a - b);
        drawPhaseNames(canvas, lane.phases, x, left, right, top + 13, flags);
        for (const label of lane.labels) {
          if (label.latest < range[0] || label.earliest > range[1]) continue;
          rectangle(canvas, "label", x(label.earliest), Math.max(x(label.latest), x(label.earliest) + 2), top, top + 17,
            left, right);
        }
        drawLabelNames(flagged, range, lane.labels, x, left, right, top + 18, "", 1);
        drawFlags(flagged, range, lane.flags, x, top - 1, top + 17, right, left, 1);
      });
      if (data.end !== null && x(data.end) < right) rectangle(canvas, "after", x(data.end), right, 0, bottom, left, right);
      canvas.append(flagged);
      canvas.append(svg("text", { class: "tick", x: left, y: bottom + 14 }, grouped(Math.round(range[0]))));
      canvas.append(svg("text", { class: "tick", x: right, y: bottom + 14, "text-anchor": "end" },
        grouped(Math.round(range[1]))));
      if (cursor !== null && cursor >= range[0] && cursor <= range[1]) {
        canvas.append(svg("line", { class: "cursor", x1: x(cursor), x2: x(cursor), y1: 0, y2: bottom }));
      }
    };
    const stepAt = (event) => {
      const { left, right } = place();
      const share = (event.clientX - plot.getBoundingClientRect().left - left) / (right - left);
      const [from, to] = group.range;
      return Math.round(from + Math.min(Math.max(share, 0), 1) * (to - from));
    };
    let start = null;
    plot.addEventListener("pointerdown", (event) => (start = stepAt(event)));
    plot.addEventListener("pointermove", (event) => group.setCursor(stepAt(event)));
    plot.addEventListener("pointerleave", () => group.setCursor(null));
    plot.addEventListener("pointerup", (event) => {
      const end = stepAt(event);
      if (start !== null && Math.abs(end - start) > (group.range[1] - group.range[0]) / 100) {
        group.setRange(Math.min(start, end), Math.max(start, end));
      }
      start = null;
    });
    plot.addEventListener("dblclick", () => group.all());
    group.views.push(draw);
    draw();
  }

  // MARK: The page

  function begin(container) {
    for (const section of container.querySelectorAll("[data-chart]")) {
      if (section.dataset.isBegun || section.closest("details:not([open])")) continue;
      section.dataset.isBegun = "true";
      const chart = new Chart(section, data.charts[Number(section.dataset.chart)]);
      chart.shared.charts.push(chart);
      charts.push(chart);
    }
  }

  function theme() {
    const choice = document.querySelector(".tools .theme");
    if (!choice) return;
    const repaint = () => charts.forEach((chart) => chart.repaint());
    choice.addEventListener("change", () => {
      if (choice.value === "auto") delete root.dataset.theme;
      else root.dataset.theme = choice.value;
      repaint();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint);
  }

  theme();
  // A page without charts needs no library and no tools for them.
  const hasLibrary = typeof Dygraph !== "undefined" && data.charts.length > 0;
  for (const element of document.querySelectorAll(".needs-library")) element.hidden = !hasLibrary;
  if (hasLibrary) {
    const actions = {
      in: (group) => group.zoom(0.5),
      out: (group) => group.zoom(2),
      left: (group) => group.pan(-0.5),
      right: (group) => group.pan(0.5),
      all: (group) => group.all(),
    };
    for (const button of document.querySelectorAll(".tools [data-do]")) {
      button.addEventListener("click", () => groups.forEach((group) => actions[button.dataset.do](group)));
    }
    begin(document);
    const course = document.getElementById("course");
    if (course) courseView(course);
    for (const details of document.querySelectorAll("details")) {
      details.addEventListener("toggle", () => begin(details));
    }
    addEventListener("resize", () => {
      for (const chart of charts) chart.quietly(() => chart.graph.resize());
      for (const group of groups.values()) for (const view of group.views) view();
    });
    where();
  }
  root.dataset.ready = "true";
  // For tests, and for who wants to script the page.
  window.onsetReport = { charts, hasLibrary };
})();
