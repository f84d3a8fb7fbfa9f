// Opens a page as its readers do, and says what is wrong with it:
//
//   CONSUMERS=FOLDER node page.mjs PAGE.html [--lang vi] [--screenshot FOLDER]
//
// prints {"file", "bytes", "findings": [{"check", "state", "what"}], "advice": [...], "seen": {...}}. A page is sound where there are no
// findings; `advice` is axe's best practice and what axe could not decide; `seen` says how much there was to look at, because a check of nothing
// finds nothing.
//
// What a page promises, and what is looked for:
//   - it opens from disk and asks for nothing else; no script of it fails; it says its language;
//   - WCAG 2.2 A and AA by axe, with all details open: at 1280 and 320 pixels, in the dark, and in forced colours;
//   - at 320 pixels the page itself does not scroll sideways;
//   - each `figure` with a chart (`canvas`, `svg`) has a `figcaption`, and a table of its data inside it, or the one whose id its `data-table`
//     names; each canvas shows something;
//   - the keyboard alone reaches all that can be used, in the order of the page, and sees where it is; it opens details; it is never caught;
//   - nothing moves for whoever wants less motion;
//   - on paper every section is there, what details hold aside, and nothing is wider than the paper;
//   - without scripts the words and the tables are there.

import { readFileSync, statSync, mkdirSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { axePath, launch } from "./browser.mjs";

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
const WIDE = { width: 1280, height: 900 };
const NARROW = { width: 320, height: 640 };
/** A4 without margins of a centimetre, at 96 pixels an inch. */
const PAPER = { width: 718, height: 1047 };
const STATES = [
  { name: "wide", viewport: WIDE },
  { name: "narrow", viewport: NARROW },
  { name: "dark", viewport: WIDE, colorScheme: "dark" },
  { name: "forced colours", viewport: WIDE, forcedColors: "active" },
];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { lang: { type: "string" }, screenshot: { type: "string" } },
});
const file = resolve(positionals[0]);
const address = pathToFileURL(file).href;
const axe = readFileSync(axePath, "utf8");

/** A browser that says nothing for so long, in milliseconds, has stopped, which happens where many run on few processors. */
const STALLED = 120_000;
/** How often a page is opened anew with another browser then. */
const TRIES = 3;

const findings = [];
const advice = [];
let seen = {};
let heard = Date.now();
/** Something went on. */
const alive = () => {
  heard = Date.now();
};
const find = (check, state, what) => findings.push({ check, state, what });

/** Opens the page in a context of its own; what goes wrong while it opens and later is found. */
async function open(browser, state, options) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  page.on("request", (request) => {
    const url = request.url();
    const inside = url.startsWith("data:") || url.startsWith("blob:");
    if (!inside && url.split("#")[0] !== address) {
      find("network", state, url.slice(0, 200));
    }
  });
  page.on("websocket", (socket) => find("network", state, socket.url()));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      find("console", state, message.text().slice(0, 300));
    }
  });
  page.on("pageerror", (error) => find("console", state, String(error).slice(0, 300)));
  await page.goto(address, { waitUntil: "load" });
  alive();
  if (options.javaScriptEnabled !== false) {
    await look(page);
  }
  return { context, page };
}

/** Scrolls through the page once, as charts may be drawn when they are seen, and goes back to its head. */
async function look(page) {
  await page.evaluate(async () => {
    // A window of which nothing is drawn has no frames.
    const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
    const frame = () => Promise.race([drawn(), new Promise((done) => setTimeout(done, 500))]);
    for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) {
      scrollTo(0, y);
      await frame();
    }
    scrollTo(0, 0);
    await frame();
  });
  alive();
}

async function openDetails(page) {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) {
      details.open = true;
    }
  });
  await look(page);
}

async function audit(page, state) {
  await page.evaluate(axe);
  alive();
  const told = await page.evaluate(
    (rules) =>
      axe
        .run(document, { runOnly: [...rules, "best-practice"], resultTypes: ["violations", "incomplete"] })
        .then(({ violations, incomplete }) => {
          const brief = (results) =>
            results.map(({ id, help, tags, nodes }) => ({
              id,
              help,
              binding: tags.some((tag) => rules.includes(tag)),
              times: nodes.length,
              first: nodes[0].html.slice(0, 200),
              why: nodes[0].failureSummary?.slice(0, 300) ?? "",
            }));
          return { violations: brief(violations), incomplete: brief(incomplete) };
        }),
    RULES,
  );
  for (const { id, help, binding, times, first, why } of told.violations) {
    const what = `${id}: ${help}; ${times} times, first ${first}; ${why}`;
    if (binding) {
      find("axe", state, what);
    } else {
      advice.push({ state, what });
    }
  }
  for (const { id, times, first } of told.incomplete) {
    advice.push({ state, what: `not decided: ${id}, ${times} times, first ${first}` });
  }
}

/** Whether all words stand out from what is behind them, also where axe cannot decide it, as in tables that scroll. Patterns are left out. */
async function contrast(page, state) {
  const weak = await page.evaluate(() => {
    const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
      willReadFrequently: true,
    });
    const known = new Map();
    const parts = (colour) => {
      if (!known.has(colour)) {
        pen.clearRect(0, 0, 1, 1);
        pen.fillStyle = colour;
        pen.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
        known.set(colour, [r, g, b, a / 255]);
      }
      return known.get(colour);
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
    const light = (colour) => {
      const [r, g, b] = colour.slice(0, 3).map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
    /** What is behind an element; nothing where a picture or pattern is. */
    const behind = (element) => {
      if (!element) {
        return canvas;
      }
      const style = getComputedStyle(element);
      if (style.backgroundImage !== "none") {
        return null;
      }
      const own = parts(style.backgroundColor);
      if (own[3] === 1) {
        return own;
      }
      const below = behind(element.parentElement);
      return below && over(own, below);
    };
    const weak = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      const says = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "");
      if (!says || element.closest("script, style, option, [aria-hidden=true]") || !element.checkVisibility()) {
        continue;
      }
      const style = getComputedStyle(element);
      const below = behind(element);
      if (!below) {
        continue;
      }
      const [one, other] = [light(over(parts(style.color), below)), light(below)];
      const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      const least = isLarge ? 3 : 4.5;
      if (ratio < least) {
        const what = `${style.color} on ${below.map(Math.round).slice(0, 3)}: ${ratio.toFixed(2)}, not ${least}`;
        const first = weak.get(what) ?? { times: 0, html: element.outerHTML.slice(0, 120) };
        weak.set(what, { ...first, times: first.times + 1 });
      }
    }
    return [...weak].map(([what, { times, html }]) => `${what}; ${times} times, first ${html}`);
  });
  for (const what of weak) {
    find("contrast", state, what);
  }
}

/** What is wider than the page, if the page is wider than its window. */
async function overflow(page, state) {
  const wide = await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) {
      return null;
    }
    const scrolls = (element) =>
      element && element !== document.body && element !== root
        ? getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement)
        : false;
    const guilty = [...document.body.querySelectorAll("*")].filter(
      (element) =>
        element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(element.parentElement),
    );
    const named = guilty.slice(0, 3).map((element) => element.outerHTML.slice(0, 120));
    return `${root.scrollWidth} of ${root.clientWidth} pixels: ${named.join(" | ")}`;
  });
  if (wide) {
    find("overflow", state, wide);
  }
}

/** What is wrong with charts; how many there are. */
function figures(page) {
  return page.evaluate(() => {
    const wrong = [];
    const name = (element) => {
      const words = (element.querySelector("figcaption") ?? element).textContent.replace(/\s+/g, " ").trim();
      return element.id || words.slice(0, 60) || element.outerHTML.slice(0, 80);
    };
    const charts = [...document.querySelectorAll("figure")].filter((figure) => figure.querySelector("canvas, svg"));
    for (const figure of charts) {
      const caption = figure.querySelector("figcaption");
      if (!caption || caption.textContent.trim().length < 10) {
        wrong.push(["figure", `${name(figure)}: no caption that says what is to be seen`]);
      }
      const table = figure.querySelector("table") ?? document.getElementById(figure.dataset.table ?? "");
      if (!table || table.querySelectorAll("td").length === 0) {
        wrong.push(["figure", `${name(figure)}: no table of its data`]);
      }
    }
    const loose = [...document.querySelectorAll("canvas, svg")].filter(
      (chart) => !chart.closest("figure") && chart.closest("[aria-hidden=true]") === null,
    );
    for (const chart of loose) {
      wrong.push(["figure", `${name(chart)}: a chart in no figure`]);
    }
    let canvases = 0;
    for (const canvas of document.querySelectorAll("canvas")) {
      if (!canvas.checkVisibility()) {
        continue;
      }
      canvases += 1;
      const { width, height } = canvas;
      const colours = new Set();
      if (width > 0 && height > 0) {
        const pixels = new Uint32Array(canvas.getContext("2d").getImageData(0, 0, width, height).data.buffer);
        for (const pixel of pixels) {
          colours.add(pixel);
          if (colours.size > 1) {
            break;
          }
        }
      }
      if (colours.size < 2) {
        wrong.push(["blank", `${name(canvas.closest("figure") ?? canvas)}: nothing is drawn, ${width} by ${height}`]);
      }
    }
    const blank = [...document.querySelectorAll("figure svg")].filter(
      (svg) => !svg.querySelector("path, rect, line, circle, polyline, polygon, text, use"),
    );
    for (const svg of blank) {
      wrong.push(["blank", `${name(svg.closest("figure"))}: nothing is drawn`]);
    }
    return { wrong, charts: charts.length, canvases };
  });
}

const USABLE = "a[href], button, input, select, textarea, summary, [tabindex], audio[controls], video[controls]";

/** Walks through the page by Tab, opens all details on the way by Enter, and says what was not reached, not seen, or out of order. */
async function keyboard(page, state) {
  await page.evaluate((usable) => {
    const look = (element) => {
      const style = getComputedStyle(element);
      const drawn = parseFloat(style.outlineWidth) > 0 && style.outlineStyle !== "none";
      return [drawn ? style.outline : "", style.boxShadow, style.borderColor, style.backgroundColor].join("|");
    };
    window.walk = { reached: [], looks: new Map(), look };
    for (const element of document.querySelectorAll(usable)) {
      window.walk.looks.set(element, look(element));
    }
    window.walk.step = () => {
      const at = document.activeElement;
      if (!at || at === document.body || at === document.documentElement) {
        return { end: true };
      }
      const { reached, looks } = window.walk;
      const known = reached.indexOf(at);
      const last = reached.at(-1);
      if (known < 0) {
        reached.push(at);
      }
      return {
        known,
        last: reached.length - 1,
        name: at.outerHTML.slice(0, 120),
        follows: !last || at === last || Boolean(last.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
        marked: !looks.has(at) || looks.get(at) !== look(at) || getComputedStyle(at).outlineStyle !== "none",
        closed: at.localName === "summary" && at.parentElement.localName === "details" && !at.parentElement.open,
      };
    };
    document.activeElement?.blur?.();
    getSelection().removeAllRanges();
  }, USABLE);
  let steps = 0;
  for (; steps < 3000; steps += 1) {
    await page.keyboard.press("Tab");
    const at = await page.evaluate(() => window.walk.step());
    alive();
    if (at.end) {
      break;
    }
    if (at.known === 0 && at.last > 0) {
      // Around the page once.
      break;
    }
    if (at.known >= 0) {
      if (at.last > 0 || steps > 1) {
        find("keyboard", state, `Tab does not get away from ${at.name}`);
        break;
      }
      continue;
    }
    if (!at.follows) {
      find("keyboard", state, `out of order: ${at.name}`);
    }
    if (!at.marked) {
      find("keyboard", state, `nothing shows that it is in focus: ${at.name}`);
    }
    if (at.closed) {
      await page.keyboard.press("Enter");
      const opened = await page.evaluate(() => document.activeElement?.parentElement?.open === true);
      if (!opened) {
        find("keyboard", state, `Enter does not open ${at.name}`);
      }
    }
  }
  const missed = await page.evaluate((usable) => {
    const { reached } = window.walk;
    const isUsable = (element) =>
      element.checkVisibility({ visibilityProperty: true }) &&
      !element.disabled &&
      element.tabIndex >= 0 &&
      element.closest("[inert]") === null;
    // Of radio buttons of one name Tab reaches one; the arrows reach the others.
    const isReached = (element) =>
      reached.includes(element) ||
      (element.type === "radio" &&
        reached.some((other) => other.type === "radio" && other.name === element.name));
    const usableOnes = [...document.querySelectorAll(usable)].filter(isUsable);
    const scrollers = [...document.querySelectorAll("body *")].filter((element) => {
      const { overflowX, overflowY } = getComputedStyle(element);
      const scrolls = (flow) => flow === "auto" || flow === "scroll";
      const moves =
        (scrolls(overflowX) && element.scrollWidth > element.clientWidth + 1) ||
        (scrolls(overflowY) && element.scrollHeight > element.clientHeight + 1);
      return moves && element.checkVisibility();
    });
    const canScroll = (element) =>
      reached.includes(element) || reached.some((other) => element.contains(other));
    return {
      usable: usableOnes.length,
      // What looks as if a mouse could use it.
      clickable: [...document.querySelectorAll("[onclick], [role=button], [role=link], [role=tab], [role=checkbox]")]
        .filter((element) => element.checkVisibility() && !isReached(element))
        .map((element) => element.outerHTML.slice(0, 120)),
      missed: usableOnes.filter((element) => !isReached(element)).map((element) => element.outerHTML.slice(0, 120)),
      stuck: scrollers.filter((element) => !canScroll(element)).map((element) => element.outerHTML.slice(0, 120)),
    };
  }, USABLE);
  for (const what of new Set([...missed.missed, ...missed.clickable])) {
    find("keyboard", state, `Tab does not reach ${what}`);
  }
  for (const what of missed.stuck) {
    find("keyboard", state, `the keyboard cannot scroll ${what}`);
  }
  return { usable: missed.usable, steps };
}

async function motion(browser) {
  const { context, page } = await open(browser, "less motion", { reducedMotion: "reduce" });
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .filter((animation) => animation.playState === "running")
      .map((animation) => animation.effect?.target?.outerHTML?.slice(0, 120) ?? ""),
  );
  for (const what of moving) {
    find("motion", "less motion", `moves: ${what}`);
  }
  await context.close();
}

/** Headings and charts that paper would not show. */
async function paper(browser) {
  const state = "paper";
  const { context, page } = await open(browser, state, { viewport: PAPER });
  // What is done before printing, such as opening details, is done on this event; page.pdf() below is what a printer gets.
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  await look(page);
  const lost = await page.evaluate(() => {
    const name = (element) =>
      element.textContent.replace(/\s+/g, " ").trim().slice(0, 60) || element.outerHTML.slice(0, 80);
    const isThere = (element) => {
      const box = element.getBoundingClientRect();
      return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && box.height > 0;
    };
    // What details hold is more than a reader asked for, on paper as on a screen.
    const heads = [...document.querySelectorAll("h1, h2, h3, figcaption, section, caption")].filter(
      (element) => element.closest("details") === null,
    );
    const charts = [...document.querySelectorAll("figure canvas, figure svg")];
    const wide = charts.filter((chart) => chart.getBoundingClientRect().right > innerWidth + 1);
    return {
      heads: heads.length,
      gone: [...heads, ...charts].filter((element) => !isThere(element)).map(name),
      wide: wide.map((chart) => name(chart.closest("figure"))),
    };
  });
  for (const what of lost.gone) {
    find("paper", state, `is not on paper: ${what}`);
  }
  for (const what of lost.wide) {
    find("paper", state, `is wider than the paper: ${what}`);
  }
  await overflow(page, state);
  const pdf = await page.pdf({ format: "A4", printBackground: false });
  const sheets = (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  if (sheets === 0) {
    find("paper", state, "no sheet comes out of the printer");
  }
  await context.close();
  return { sheets, heads: lost.heads };
}

/** What is left without scripts: all words that stand outside of charts, and each table. */
async function scriptless(browser, whole) {
  const state = "without scripts";
  const { context, page } = await open(browser, state, { javaScriptEnabled: false });
  const left = await page.evaluate(() => ({
    cells: document.querySelectorAll("td").length,
    head: document.querySelector("h1")?.textContent.trim() ?? "",
  }));
  if (left.head === "") {
    find("scriptless", state, "no heading is left");
  }
  if (left.cells < whole.cells) {
    find("scriptless", state, `${left.cells} of ${whole.cells} cells of tables are left`);
  }
  await context.close();
}

async function greys(page, to) {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setEmulatedVisionDeficiency", { type: "achromatopsia" });
  await page.screenshot({ path: to, fullPage: true });
  await session.send("Emulation.setEmulatedVisionDeficiency", { type: "none" });
}

/** Opens the page in every state with one browser, and looks it over. */
async function overlook(browser) {
  const shots = flags.screenshot && resolve(flags.screenshot);
  if (shots) {
    mkdirSync(shots, { recursive: true });
  }
  let whole = { cells: 0 };
  for (const { name, ...options } of STATES) {
    const { context, page } = await open(browser, name, options);
    if (name === "wide") {
      const lang = await page.evaluate(() => document.documentElement.lang);
      const isAsked = !flags.lang || lang === flags.lang || lang.startsWith(`${flags.lang}-`);
        if (!lang || !isAsked) {
        find("language", name, `says "${lang}", not "${flags.lang ?? "any"}"`);
      }
    }
    if (shots) {
      const to = join(shots, `${basename(file, ".html")}-${name.replace(" ", "-")}`);
      await page.screenshot({ path: `${to}.png`, fullPage: true });
      if (name === "wide") {
        await greys(page, `${to}-grey.png`);
      }
    }
    if (name === "narrow") {
      await overflow(page, name);
    }
    if (name === "wide" || name === "narrow") {
      const walked = await keyboard(page, name);
      if (name === "wide") {
        Object.assign(seen, walked);
      }
    }
    await openDetails(page);
    await overflow(page, name);
    const { wrong, ...counts } = await figures(page);
    for (const [check, what] of wrong) {
      find(check, name, what);
    }
    await audit(page, name);
    if (name !== "forced colours") {
      await contrast(page, name);
    }
    if (name === "wide") {
      Object.assign(seen, counts);
      whole = await page.evaluate(() => ({ cells: document.querySelectorAll("td").length }));
      Object.assign(seen, whole);
    }
    await context.close();
  }
  await motion(browser);
  Object.assign(seen, await paper(browser));
  await scriptless(browser, whole);
}

/** Fails as soon as nothing has gone on for too long. */
function stall() {
  let clock;
  const stalled = new Promise((_, fail) => {
    clock = setInterval(() => {
      if (Date.now() - heard > STALLED) {
        fail(new Error("the browser has stopped"));
      }
    }, 1000);
  });
  return { stalled, over: () => clearInterval(clock) };
}

for (let tries = 1; ; tries += 1) {
  alive();
  const browser = await launch();
  const { stalled, over } = stall();
  try {
    await Promise.race([overlook(browser), stalled]);
    break;
  } catch (error) {
    if (tries === TRIES || !String(error).includes("the browser has stopped")) {
      throw error;
    }
    console.error(`${basename(file)}: the browser has stopped; another one is tried`);
    findings.length = 0;
    advice.length = 0;
    seen = {};
  } finally {
    over();
    // One that has stopped may not close either.
    await Promise.race([browser.close(), new Promise((done) => setTimeout(done, 10_000))]);
  }
}
const said = { file: basename(file), bytes: statSync(file).size, findings, advice, seen };
process.stdout.write(`${JSON.stringify(said, null, 1)}\n`, () => process.exit(0));
