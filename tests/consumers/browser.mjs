// Chromium for those that open pages: what it is, and how it is started. The tools lie in the folder that CONSUMERS names.

import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

const tools = process.env.CONSUMERS;
if (!tools) {
  throw new Error("CONSUMERS does not name the folder of the tools: run scripts/consumers");
}
const load = createRequire(join(resolve(tools), "package.json"));
const { chromium } = load("playwright-core");

export const axePath = load.resolve("axe-core/axe.min.js");

/** A browser that asks nobody anything on its own. */
export function launch() {
  const names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = process.env.CHROMIUM ?? names.find(existsSync);
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
