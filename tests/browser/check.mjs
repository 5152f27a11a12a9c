// SPDX-License-Identifier: Apache-2.0
// check.mjs FILE.html…: what a brief is to its readers. Says of each file what is wrong, and exits with 1 if anything is.
//
//   on screen    what was found and what is next are seen without scrolling, 1280 by 720; axe-core finds nothing (all rules that are not experimental or AAA), wide and narrow;
//                nothing but tables in their boxes is wider than 360 px; no error in the console, no request beyond the file itself
//   on paper     page numbers; no heading at the foot of a page; no table wider than its page; what was found and what is next on the first page, and nothing else
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(path.resolve('package.json'));  // the packages are in the build folder, this file is not
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const pixels = millimetres => millimetres * 96 / 25.4;
const plain = text => text.replace(/[\s\u200B\u00AD\u2066-\u2069]+/g, ' ').trim();

async function on_screen(page) {
    const found = [];
    for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 720 });
        found.push(...(await page.evaluate(async () => {
            const rules = axe.getRules().filter(r => !r.tags.some(t => t === 'experimental' || t === 'deprecated' || t === 'wcag2aaa')).map(r => r.ruleId);
            const { violations } = await axe.run(document, { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] });
            return violations.map(v => `${v.id}: ${v.help}, ${v.nodes.length} times, as ${v.nodes[0].html.slice(0, 200)} (${v.nodes[0].failureSummary})`);
        })).map(v => `axe at ${width} px: ${v}`));
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    if (wide > 360) found.push(`${wide} px wide on a screen of 360 px`);
    return found;
}

/// With as much room as a page of A4 has, upright or on its side, which tables are wider?
async function cut_tables(page) {
    await page.emulateMedia({ media: 'print' });
    const found = [];
    for (const [side, kind] of [[210, 'auto'], [297, 'wide']]) {
        await page.setViewportSize({ width: Math.floor(pixels(side - 2 * 18)), height: 1000 });
        found.push(...await page.evaluate(kind => [...document.querySelectorAll('table')].filter(t => getComputedStyle(t.closest('section')).page === kind)
            .filter(t => t.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .map(t => `the table "${t.caption.innerText.slice(0, 80)}" is ${Math.round(t.getBoundingClientRect().width)} px wide, its page ${document.documentElement.clientWidth} px`), kind));
    }
    await page.emulateMedia({ media: null });
    return found;
}

async function on_paper(page, folder) {
    const found = await cut_tables(page);
    const headings = (await page.$$eval('h2, h3', all => all.map(h => h.textContent))).map(plain);
    const contents = plain(await page.$eval('#contents', h => h.textContent).catch(() => ''));
    const summary = await page.$('.summary');
    await page.addStyleTag({ content: 'nav li::after { content: " …"; }' });  // or the contents would look like headings
    const file = path.join(folder, 'brief.pdf');
    await page.pdf({ path: file, preferCSSPageSize: true });
    const pages = Number(/^Pages: +(\d+)$/m.exec(execFileSync('pdfinfo', [file], { encoding: 'utf8' }))[1]);
    const texts = execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }).split('\f').slice(0, pages);
    texts.forEach((text, i) => {
        const lines = text.split('\n').map(plain).filter(line => line);
        const number = `${i + 1}/${pages}`;
        if (lines.pop()?.replaceAll(' ', '') !== number) found.push(`page ${i + 1} does not end with "${number}"`);
        const last = (lines.pop() ?? '').replace(/^\d+\. /, '');
        if (headings.some(h => h === last || (last.includes(' ') && (h.startsWith(last + ' ') || h.endsWith(' ' + last))))) found.push(`page ${i + 1} of ${pages} ends with a heading: ${last}`);
    });
    const has_contents = text => text.split('\n').map(plain).includes(contents);
    if (summary && (has_contents(texts[0]) || !has_contents(texts[1]))) found.push('the contents do not begin on the second page');
    return found;
}

const folder = mkdtempSync(path.join(tmpdir(), 'browser-'));
const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let wrong = 0;
for (const file of process.argv.slice(2)) {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const url = pathToFileURL(path.resolve(file)).href;
    const found = [];
    page.on('console', m => found.push(`console: ${m.text()}`));
    page.on('pageerror', e => found.push(`error: ${e.message}`));
    page.on('request', r => r.url() === url || found.push(`asks for ${r.url()}`));
    await page.goto(url);
    const bottom = await page.evaluate(() => document.querySelector('.summary')?.getBoundingClientRect().bottom ?? 0);
    if (bottom > 720) found.push(`the findings end ${Math.round(bottom)} px down, on a screen of 720 px`);
    await page.evaluate(axe);
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = true; }));
    found.push(...await on_screen(page));
    await page.evaluate(() => document.querySelectorAll('details').forEach(d => { d.open = false; }));
    found.push(...await on_paper(page, folder));
    await page.close();
    console.log(`${path.basename(file)}: ${found.length ? found.length + ' things wrong' : 'as it should be'}`);
    for (const what of found) console.log(`  ${what}`);
    wrong += found.length;
}
await browser.close();
rmSync(folder, { recursive: true });
process.exit(wrong ? 1 : 0);
