import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

export default ts.config(
  { ignores: ["dist/", "node_modules/", ".cache/", "test-results/", "playwright-report/"] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: [".svelte"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "@typescript-eslint/require-await": "off",
      "no-restricted-globals": ["error", { name: "fetch", message: "Only the engine loads its own files." }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // Links here are hash routes and downloads; there is no router to resolve them against.
      "svelte/no-navigation-without-resolve": "off",
      // Typed lint cannot look into another component's props; svelte-check holds their types.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/no-unnecessary-type-assertion": "off",
      "svelte/no-useless-mustaches": ["error", { ignoreStringEscape: true }],
      // State is replaced here, never mutated, so plain sets and maps are enough.
      "svelte/prefer-svelte-reactivity": "off",
      // svelte-check decides which of its warnings apply.
      "svelte/no-unused-svelte-ignore": "off",
    },
  },
  {
    files: ["test/**"],
    rules: {
      // A test asks for what the product must not.
      "no-restricted-globals": "off",
    },
  },
  { files: ["**/*.js"], extends: [ts.configs.disableTypeChecked] },
);
