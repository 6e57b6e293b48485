import { defineConfig } from "@playwright/test";
import { findChromium, quietFlags } from "./test/browser/chromium.js";

const port = Number(process.env.TEST_PORT ?? 4199);
const executablePath = findChromium();

/** The browser tests use the built site, served as `npm start` serves it. */
export default defineConfig({
  testDir: "test/browser",
  testMatch: "**/*.spec.ts",
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"]],
  use: {
    baseURL: `http://localhost:${port}/`,
    viewport: { width: 1440, height: 900 },
    launchOptions: { args: quietFlags, ...(executablePath ? { executablePath } : {}) },
  },
  webServer: {
    command: "node start.js",
    url: `http://localhost:${port}/`,
    env: { PORT: String(port) },
    timeout: 300_000,
    reuseExistingServer: false,
  },
});
