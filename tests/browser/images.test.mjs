// Images: their size is known before they load, and large ones open over the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { withPage } from "./browser.mjs";
import { open } from "./sites.mjs";

const large = await open("large");
const arabic = await open("arabic");
const PLACE = "temp%C3%A9rature/";
const NARROW = { width: 360, height: 740, touch: true };

const box = (locator) => locator.boundingBox();

test("an image keeps its place free while it loads", async () => {
  const before = (page) => page.route("**/distribution.png", () => {});
  await withPage(large, PLACE, { ...NARROW, before }, async (page) => {
    const { width, height } = await box(page.locator("figure img"));
    assert.ok(width > 300 && width <= 360, `${width} wide`);
    assert.ok(Math.abs(height - width / 3) < 1, `${width} × ${height}`);
  });
});

test("a figure has its caption below the image", async () => {
  for (const [site, at, caption] of [
    [large, PLACE, "A distribution, before it is sharpened"],
    [arabic, encodeURI("نموذج/"), "كل عقدة تصل بين عقد أخرى"],
  ]) {
    await withPage(site, at, NARROW, async (page) => {
      const figure = page.getByRole("figure");
      assert.equal(await figure.locator("figcaption").innerText(), caption);
      const [image, text] = [await box(figure.locator("img")), await box(figure.locator("figcaption"))];
      assert.ok(image.y + image.height <= text.y, "the caption is below");
    });
  }
});

test("a large image opens over the page, by pointer, keyboard and touch, and closes again", async () => {
  for (const options of [{ width: 700, height: 500 }, NARROW]) {
    await withPage(large, PLACE, options, async (page) => {
      const link = page.locator("a.hw-image");
      const dialog = page.getByRole("dialog", { name: "Stripes, dark and light" });
      const assertOpen = async () => {
        await dialog.waitFor();
        const image = await box(dialog.locator("img"));
        assert.ok(image.width > (await box(link)).width, `${image.width} wide`);
        assert.ok(image.width <= options.width && image.height <= options.height);
        assert.ok(Math.abs(image.height - image.width / 3) < 1, `${image.width} × ${image.height}`);
      };
      const assertClosed = async () => {
        await dialog.waitFor({ state: "detached" });
        assert.ok(await link.evaluate((link) => link === document.activeElement), "the link has the focus again");
      };
      await (options.touch ? link.tap() : link.click());
      await assertOpen();
      await page.keyboard.press("Escape");
      await assertClosed();
      await page.keyboard.press("Enter");
      await assertOpen();
      await page.mouse.click(5, 5);
      await assertClosed();
      assert.match(page.url(), /rature\/$/);
    });
  }
});

test("without JavaScript, or in another tab, the link of a large image leads to its file", async () => {
  // the page of a browser for an image has no icon, so the browser asks for this one
  const missing = ["favicon.ico"];
  await withPage(large, PLACE, { scripts: false, missing }, async (page) => {
    await page.locator("a.hw-image").click();
    await page.waitForURL("**/distribution.png");
  });
  await withPage(large, PLACE, { missing }, async (page) => {
    const opened = page.context().waitForEvent("page");
    await page.locator("a.hw-image").click({ modifiers: ["ControlOrMeta"] });
    assert.match((await opened).url(), /distribution\.png$|about:blank/);
    assert.equal(await page.getByRole("dialog").count(), 0);
  });
});
