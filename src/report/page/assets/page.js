// Draws the charts of the page from the tables below them, and adds what needs a script: reading a chart by keyboard, and tables
// that take the keyboard only where they scroll.
"use strict";
(() => {
  const page = document.documentElement;
  const style = (name) => getComputedStyle(page).getPropertyValue(name).trim();
  const { group, decimal } = page.dataset;

  // A number as it stands in a cell of this language; gaps where there is none.
  const number = (text) => {
    const plain = text.trim().split(group).join("").replace(decimal, ".").replace("−", "-");
    const value = plain === "" ? NaN : Number(plain);
    return Number.isFinite(value) ? value : null;
  };
  const grouped = new Intl.NumberFormat(page.lang, { maximumFractionDigits: 1 });

  // The rows of a chart's table: instants, names, and columns of numbers.
  const read = (figure, { start, minutes }) => {
    const rows = [...figure.querySelectorAll("tbody tr")];
    const heads = [...figure.querySelectorAll("thead th")].map((cell) => cell.textContent);
    const cells = rows.map((row) => [...row.cells]);
    return {
      heads,
      times: minutes.map((at) => start + 60 * at),
      names: cells.map(([name]) => name.textContent),
      texts: cells.map((row) => row.map((cell) => cell.textContent)),
      columns: heads.map((_, at) => cells.map((row) => (at === 0 ? null : number(row[at].textContent)))),
    };
  };

  // Areas differ by pattern as well as by colour: these are the strokes laid over each. The legend has the same.
  const STROKES = [
    [],
    [[0, 8, 8, 0]],
    [[0, 4, 8, 4]],
    [[0, 0, 8, 8]],
    [[4, 0, 4, 8]],
    [[0, 8, 8, 0], [0, 0, 8, 8]],
    [[0, 4, 8, 4], [4, 0, 4, 8]],
    [[3, 4, 5, 4]],
  ];
  const pattern = (context, colour, strokes, ink) => {
    const scale = devicePixelRatio || 1;
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(8 * scale);
    const draw = tile.getContext("2d");
    draw.scale(tile.width / 8, tile.height / 8);
    if (colour) {
      draw.fillStyle = colour;
      draw.fillRect(0, 0, 8, 8);
    }
    draw.strokeStyle = ink;
    draw.lineWidth = 1.2;
    for (const [x, y, toX, toY] of strokes) {
      draw.beginPath();
      draw.moveTo(x, y);
      draw.lineTo(toX, toY);
      draw.stroke();
    }
    return context.createPattern(tile, "repeat");
  };
  const SHADE = { closed: [[0, 8, 8, 0]], appointment: [[3, 4, 5, 4]] };

  // Swatches of areas and shades are drawn as the chart is.
  const swatches = (figure) => {
    for (const swatch of figure.querySelectorAll(".swatch")) {
      const area = [...swatch.classList].find((name) => /^area-\d$/.test(name));
      const shade = [...swatch.classList].find((name) => name.startsWith("shade-"));
      if (!area && !shade) continue;
      const canvas = document.createElement("canvas");
      canvas.width = 48;
      canvas.height = 28;
      const draw = canvas.getContext("2d");
      const at = area ? Number(area.slice(5)) : 0;
      draw.fillStyle = area
        ? pattern(draw, style(`--area-${at}`), STROKES[at], style("--area-ink"))
        : pattern(draw, null, SHADE[shade.slice(6)], style("--shade-ink"));
      draw.fillRect(0, 0, canvas.width, canvas.height);
      swatch.style.backgroundImage = `url(${canvas.toDataURL()})`;
    }
  };

  // Closed days and days by appointment, behind the lines.
  const shades = (spans) => ({
    hooks: {
      drawClear: (u) => {
        const { ctx, bbox } = u;
        for (const [from, to, kind] of spans) {
          const left = Math.max(u.valToPos(from, "x", true), bbox.left);
          const right = Math.min(u.valToPos(to, "x", true), bbox.left + bbox.width);
          if (right <= left) continue;
          ctx.save();
          ctx.fillStyle = pattern(ctx, style(`--shade-${kind}`), SHADE[kind], style("--shade-ink"));
          ctx.fillRect(left, bbox.top, right - left, bbox.height);
          ctx.restore();
        }
      },
    },
  });

  // Marks of the time axis stand where days begin, as many as have room.
  const axes = (days, unit) => {
    const labels = new Map(days);
    const ink = style("--ink");
    const font = `12px ${style("--font")}`;
    const grid = { stroke: style("--grid"), width: 1 };
    const splits = (u, _axis, min, max) => {
      const inside = days.map(([at]) => at).filter((at) => at >= min && at <= max);
      const room = Math.max(1, Math.floor(u.bbox.width / (devicePixelRatio || 1) / 64));
      const step = Math.max(1, Math.ceil(inside.length / room));
      return inside.filter((_, at) => at % step === 0);
    };
    return [
      { stroke: ink, font, grid, ticks: grid, splits, values: (_, at) => at.map((x) => labels.get(x) ?? "") },
      {
        stroke: ink,
        font,
        labelFont: font,
        grid,
        ticks: grid,
        label: unit,
        size: 64,
        values: (_, at) => at.map((x) => grouped.format(x)),
      },
    ];
  };

  const shell = (plot, spec) => ({
    width: Math.max(220, plot.clientWidth),
    height: 280,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { show: false } },
    scales: { x: { time: false }, y: { range: (_, __, max) => [0, (spec.most || max || 1) * 1.04] } },
    axes: axes(spec.days, spec.unit),
  });

  const fan = (plot, spec, table) => {
    const data = [table.times];
    const series = [{}];
    const bands = [];
    const edge = (column) => {
      data.push(table.columns[column]);
      series.push({ stroke: "transparent", points: { show: false } });
      return data.length - 1;
    };
    const dashes = [[], [8, 4], [2, 3]];
    spec.groups.forEach(({ columns: [low, lowest, middle, highest, high] }, at) => {
      const colour = style(`--line-${at}`);
      bands.push({ series: [edge(high), edge(low)], fill: style(`--band-${at}`) });
      if (lowest !== null) {
        bands.push({ series: [edge(highest), edge(lowest)], fill: style(`--band-${at}`) });
      }
      data.push(table.columns[middle]);
      series.push({ stroke: colour, width: 2, dash: dashes[at], points: { show: false } });
    });
    return [{ ...shell(plot, spec), series, bands, plugins: [shades(spec.shades)] }, data];
  };

  const stack = (plot, spec, table) => {
    const columns = table.columns.slice(1, 1 + spec.main);
    const others = table.columns.slice(1 + spec.main);
    if (others.length) {
      columns.push(table.times.map((_, at) => others.reduce((sum, column) => sum + (column[at] || 0), 0)));
    }
    // Spans are steps: the last one is drawn to its end.
    const times = [...table.times, spec.end];
    const sums = [];
    columns.forEach((column, at) => {
      const below = at ? sums[at - 1] : null;
      const sum = column.map((x, row) => (x || 0) + (below ? below[row] : 0));
      sums.push([...sum, sum[sum.length - 1]]);
    });
    const stepped = uPlot.paths.stepped({ align: 1 });
    const fill = (at) => (u) => pattern(u.ctx, style(`--area-${at}`), STROKES[at], style("--area-ink"));
    const series = [{}];
    // From the greatest sum down, so that each area covers the one above from below.
    const order = sums.map((_, at) => at).reverse();
    for (const at of order) {
      series.push({
        stroke: style("--paper"),
        width: 1,
        fill: fill(at === spec.main ? 7 : at),
        paths: stepped,
        points: { show: false },
      });
    }
    return [{ ...shell(plot, spec), series }, [times, ...order.map((at) => sums[at])]];
  };

  // A slider below the chart: whoever has no mouse goes through time with it, and the numbers are said.
  const reader = (figure, plot, table, chart) => {
    const row = document.createElement("div");
    row.className = "reader";
    const slider = document.createElement("input");
    slider.type = "range";
    slider.min = 0;
    slider.max = table.times.length - 1;
    slider.value = 0;
    slider.setAttribute("aria-label", figure.dataset.read);
    const output = document.createElement("output");
    row.append(slider, output);
    plot.after(row);
    const told = (at) =>
      `${table.names[at]}: ` + table.heads.slice(1).map((head, i) => `${head} ${table.texts[at][i + 1]}`).join(" · ");
    const show = () => {
      const at = Number(slider.value);
      output.textContent = told(at);
      slider.setAttribute("aria-valuetext", told(at));
      const left = chart().valToPos(table.times[at], "x");
      chart().setCursor({ left, top: 1 }, false);
    };
    slider.addEventListener("input", show);
    plot.addEventListener("mousemove", () => {
      const at = chart().cursor.idx;
      if (at !== null && at !== undefined && at < table.times.length) {
        slider.value = at;
        output.textContent = told(at);
        slider.setAttribute("aria-valuetext", told(at));
      }
    });
    slider.setAttribute("aria-valuetext", told(0));
    output.textContent = told(0);
  };

  const charts = [];
  for (const figure of document.querySelectorAll("figure[data-chart]")) {
    const spec = JSON.parse(figure.dataset.chart);
    const plot = figure.querySelector(".plot");
    const table = read(figure, spec.times);
    let drawn = null;
    const draw = () => {
      drawn?.destroy();
      const [options, data] = spec.kind === "fan" ? fan(plot, spec, table) : stack(plot, spec, table);
      drawn = new uPlot(options, data, plot);
      swatches(figure);
    };
    draw();
    reader(figure, plot, table, () => drawn);
    charts.push({ plot, draw, resize: () => drawn.setSize({ width: Math.max(220, plot.clientWidth), height: 280 }) });
  }

  const regions = [...document.querySelectorAll(".scroll")];
  const focusable = () => {
    for (const region of regions) {
      if (region.scrollWidth > region.clientWidth || region.scrollHeight > region.clientHeight) region.tabIndex = 0;
      else region.removeAttribute("tabindex");
    }
  };
  const resized = () => {
    for (const chart of charts) chart.resize();
    focusable();
  };
  addEventListener("resize", resized);
  addEventListener("beforeprint", resized);
  addEventListener("afterprint", resized);
  for (const details of document.querySelectorAll("details")) details.addEventListener("toggle", focusable);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.forEach((chart) => chart.draw()));
  focusable();
})();
