// Opens the pages of a briefing in a real browser: pictures of a wide, a narrow and a dark screen, the print on A4, and a drive of the
// script (sorting, filter), of what the page asks for (nothing) and of the page without scripts.
//
// Usage: node look_at_brief.mjs FOLDER, with brief-en.html and brief-zh.html in it; called by scripts/look_at_brief.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import assert from "node:assert/strict";
import path from "node:path";

const require = createRequire(path.join(process.env.PLAYWRIGHT_HOME ?? process.cwd(), "x.js"));
const { chromium } = require("playwright-core");
const folder = path.resolve(process.argv[2]);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});

for (const lang of ["en", "zh"]) {
  const address = pathToFileURL(path.join(folder, `brief-${lang}.html`)).href;
  const open = async (name, options) => {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const said = [], asked = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(String(error)));
    page.on("request", (request) => asked.push(request.url()));
    await page.goto(address);
    await page.screenshot({ path: path.join(folder, `html-${lang}-${name}.png`), fullPage: true });
    assert.deepEqual(said, [], `${lang} ${name}: the console`);
    assert.deepEqual(asked, [address], `${lang} ${name}: what was asked for`);
    return page;
  };
  const size = (width, height) => ({ viewport: { width, height } });
  const page = await open("wide", size(1100, 900));
  await page.pdf({ path: path.join(folder, `html-${lang}.pdf`), format: "A4", preferCSSPageSize: true });
  await open("dark", { ...size(1100, 900), colorScheme: "dark" });
  const narrow = await open("phone", { ...size(390, 800), isMobile: true, hasTouch: true });
  const wider = await narrow.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wider <= 0, `${lang}: the page is ${wider} wider than a phone`);

  const column = (at) => page.$$eval("#sector table tbody tr", (rows, at) => rows.map((row) => row.cells[at].innerText), at);
  const before = await column(1);
  await page.click("#sector thead th:nth-child(2) button");
  const down = (await column(1)).map(Number);
  assert.deepEqual(down, [...down].sort((a, b) => b - a), `${lang}: sorted downwards`);
  await page.click("#sector thead th:nth-child(2) button");
  assert.deepEqual((await column(1)).map(Number), [...down].reverse(), `${lang}: sorted upwards`);
  assert.notDeepEqual(before.map(Number), down, `${lang}: sorting moved something`);
  const visible = () => page.$$eval("#due table tbody tr", (rows) => rows.filter((row) => !row.hidden).length);
  const all = await visible();
  await page.fill("#due .filter input", "SCE2018");
  const some = await visible();
  await page.fill("#due .filter input", "璧山区");
  const few = await visible();
  assert.ok(few > 0 && few < some && some <= all, `${lang}: the filter leaves ${few} of ${some} of ${all}`);
  console.log(`${lang}: ${await page.innerText("#due .filter .count")}`);

  const still = await open("still", { ...size(1100, 900), javaScriptEnabled: false });
  assert.equal(await still.$$eval("button, input", (found) => found.length), 0, `${lang}: without scripts nothing waits for one`);
}
await browser.close();
console.log("the pages are as they should be");
