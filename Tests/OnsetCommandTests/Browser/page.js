// Runs in a report after its own script: uses it as a reader would, and writes what it found into the page.
(async () => {
  const results = { milliseconds: performance.now() };
  const report = window.onsetReport;
  // How long a fixed piece of work takes here and now: on a busy machine the page is slow too, and not its own fault.
  const before = performance.now();
  let sum = 0;
  for (let i = 0; i < 10000000; i++) sum = (sum + i * i) % 1000003;
  results.calibration = performance.now() - before + (sum < 0 ? 1 : 0);
  const frame = () => new Promise((done) => setTimeout(done, 60));
  try {
    await frame();
    results.text = document.querySelector("main").innerText + document.querySelector("footer").innerText;
    results.notes = Array.from(document.querySelectorAll(".note"), (note) => note.textContent);
    results.ready = document.documentElement.dataset.ready === "true";
    results.hasLibrary = report.hasLibrary;
    results.charts = report.charts.length;
    results.drawn = document.querySelectorAll(".plot > svg.chart").length;
    // What would have run if a name had been markup.
    results.injected = window.injected === true;
    results.images = document.images.length;
    results.wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
    if (report.hasLibrary && report.charts.length > 0) {
      const first = report.charts[0];
      const shared = first.shared;
      const whole = shared.range.slice();
      const group = report.charts.filter((chart) => chart.shared === shared);
      const rectangle = (chart) => chart.plot.querySelector(".canvas").getBoundingClientRect();
      const mouse = (chart, kind, share, target) => {
        const area = chart.graph.getArea();
        const box = rectangle(chart);
        const place = { clientX: box.left + area.x + share * area.w, clientY: box.top + area.y + area.h / 2 };
        const canvases = chart.plot.querySelectorAll(".canvas canvas");
        (target || canvases[canvases.length - 1]).dispatchEvent(
          new MouseEvent(kind, { bubbles: true, cancelable: true, view: window, button: 0, detail: 1, ...place }));
      };
      // The cursor: over the first chart it is at the same step in all, and what is written there are the data.
      mouse(first, "mouseover", 0.5);
      mouse(first, "mousemove", 0.5);
      await frame();
      const step = shared.cursor;
      results.cursor = step !== null;
      results.cursors = document.querySelectorAll(".plot .over .cursor").length >= group.length;
      const wrong = [];
      for (const chart of group) {
        chart.lines.forEach((line, column) => {
          const slot = chart.legend[column];
          let expected = null;
          line.steps.forEach((at, position) => { if (at <= step) expected = line.values[position]; });
          if (slot.dataset.value !== String(expected)) wrong.push([chart.picture.title, line.name, slot.dataset.value, expected]);
        });
      }
      results.wrongValues = wrong.map((row) => row.map(String));
      results.points = report.charts.map((chart) => chart.lines.reduce((sum, line) => sum + line.steps.length, 0));
      results.values = group.map((chart) => chart.legend.map((slot) => slot.textContent).filter(Boolean).length)
        .reduce((a, b) => a + b, 0);
      // A drag over a third of the first chart zooms all of them.
      mouse(first, "mousedown", 0.3);
      mouse(first, "mousemove", 0.6, document);
      mouse(first, "mouseup", 0.6, document);
      await frame();
      const [from, to] = shared.range;
      const share = (to - from) / (whole[1] - whole[0]);
      results.zoomed = share > 0.25 && share < 0.35;
      results.together = group.every((chart) => {
        const [a, b] = chart.graph.xAxisRange();
        return Math.abs(a - from) < 1e-6 && Math.abs(b - to) < 1e-6;
      });
      // The keyboard: an arrow moves the cursor by a sample, 0 shows the whole run again.
      const press = (key) => first.plot.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
      shared.setCursor(null);
      press("ArrowRight");
      const before = shared.cursor;
      press("ArrowRight");
      const next = first.steps[first.steps.indexOf(before) + 1] ?? before;
      results.keyboard = shared.cursor === next && next >= before && document.getElementById("speaker").textContent.startsWith("step ");
      press("0");
      results.whole = shared.range.join() === whole.join();
      // The scale.
      const button = first.section.querySelector(".scale");
      if (button) {
        const was = first.graph.getOption("logscale");
        button.click();
        results.switched = first.graph.getOption("logscale") !== was;
        button.click();
      }
      // Charts that are folded away are made when they are asked for.
      const folded = document.querySelector("details:not([open]) [data-chart]");
      if (folded) {
        folded.closest("details").open = true;
        await new Promise((done) => setTimeout(done, 200));
        results.unfolded = report.charts.length > results.charts;
      }
      document.querySelector(".theme").value = "dark";
      document.querySelector(".theme").dispatchEvent(new Event("change"));
      await frame();
      results.dark = getComputedStyle(document.body).backgroundColor === "rgb(20, 24, 29)";
    }
  } catch (error) {
    window.errors.push(`${error}\n${error.stack}`);
  }
  // A flag has the number of its event in the table, and the numbers are 1, 2, … without a gap.
  const numbers = Array.from(document.querySelectorAll("td .number"), (cell) => cell.textContent);
  const rows = Array.from(document.querySelectorAll("td .number"), (cell) => cell.closest("tr").innerText.replace(/[\s,]+/g, ""));
  const flags = Array.from(document.querySelectorAll(".flag title"), (title) => title.textContent.split("\n")).flat();
  results.flags = flags.length;
  results.wrongNumbers = numbers.filter((number, index) => number !== String(index + 1));
  for (const flag of flags) {
    const [, number, rule, step] = flag.match(/^(\d+): (\S+) .*, step (-?\d+)$/) || [];
    const row = rows[Number(number) - 1];
    if (!row || !row.includes(step + rule)) results.wrongNumbers.push(flag);
  }
  results.errors = window.errors;
  // No two pieces of text of a drawing may lie on each other.
  const overlaps = [];
  for (const over of document.querySelectorAll(".plot .over, .plot > svg.chart")) {
    const texts = Array.from(over.querySelectorAll("text")).filter((text) => text.getClientRects().length > 0);
    const boxes = texts.map((text) => text.getBoundingClientRect());
    for (let i = 0; i < boxes.length; i++) {
      for (let j = i + 1; j < boxes.length; j++) {
        const [a, b] = [boxes[i], boxes[j]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 3) overlaps.push(`${texts[i].textContent} on ${texts[j].textContent}`);
      }
    }
  }
  results.overlaps = overlaps;
  const output = document.createElement("pre");
  output.id = "results";
  output.textContent = JSON.stringify(results);
  document.body.append(output);
})();
