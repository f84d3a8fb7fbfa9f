// Takes a picture of a part of a page, for the documentation:
//
//   CONSUMERS=FOLDER node picture.mjs PAGE.html OUT.png --width 1280 --from '#answer' --to '#stock'
//
// The picture goes from the top of what --from names to the end of what --to names, over the width of the window; at most --height pixels.
// What --hide names is left out.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

import { launch } from "./browser.mjs";

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    width: { type: "string", default: "1280" },
    height: { type: "string", default: "1600" },
    hide: { type: "string" },
    from: { type: "string" },
    to: { type: "string" },
  },
});
const [file, out] = positionals.map((path) => resolve(path));
const width = Number(flags.width);

const browser = await launch();
try {
  const page = await browser.newPage({ viewport: { width, height: 900 }, reducedMotion: "reduce" });
  await page.goto(pathToFileURL(file).href, { waitUntil: "load" });
  if (flags.hide) {
    await page.addStyleTag({ content: `${flags.hide} { display: none }` });
  }
  const box = async (selector) => {
    const part = page.locator(selector).first();
    await part.scrollIntoViewIfNeeded();
    return part.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return { top: top + scrollY, bottom: bottom + scrollY };
    });
  };
  const { bottom } = await box(flags.to ?? flags.from);
  const { top } = await box(flags.from);
  const from = Math.max(0, Math.floor(top) - 8);
  const height = Math.min(Math.ceil(bottom) + 8 - from, Number(flags.height));
  await page.screenshot({ path: out, fullPage: true, clip: { x: 0, y: from, width, height } });
} finally {
  await browser.close();
}
