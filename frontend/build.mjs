// Builds the style sheets and copies the small scripts and pictures to where Django finds static files.
//
//   node frontend/build.mjs            builds once
//
// KERN's SCSS speaks in custom properties of custom properties, in oklch() and in component classes we may not use.
// The steps below turn that into what browsers of 2018 read: sizes as plain values, colours as hex, unused classes gone.

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import postcss from "postcss";
import rtlcss from "rtlcss";
import * as sass from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const source = join(here, "..", "src", "verzahnt");
const output = join(source, "desks", "parts", "static", "parts");

/** A CSS oklch() colour as #rrggbb (the matrices are Björn Ottosson's). */
function hex(lightness, chroma, hue) {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return "#" + [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((linear) => {
    const light = Math.min(Math.max(linear, 0), 1);
    const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(value * 255).toString(16).padStart(2, "0");
  }).join("");
}

const plainColours = {
  postcssPlugin: "plain-colours",
  Declaration(declaration) {
    declaration.value = declaration.value.replace(
      /oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)/g,
      (_all, lightness, chroma, hue) => hex(lightness / 100, Number(chroma), Number(hue)),
    );
  },
};

/** Every use of a custom property that never changes is replaced by its value, and its definition dropped. */
const plainValues = {
  postcssPlugin: "plain-values",
  OnceExit(root) {
    const seen = new Map();
    root.walkDecls(/^--/, (declaration) => {
      const fixed = declaration.parent.selector === ":root" && declaration.parent.parent.type === "root";
      const earlier = seen.get(declaration.prop);
      seen.set(declaration.prop, {
        value: declaration.value,
        fixed: fixed && (!earlier || earlier.fixed) && !/color-mix|oklch/.test(declaration.value),
      });
    });
    root.walkAtRules("media", (media) => media.walkDecls(/^--/, (d) => { seen.get(d.prop).fixed = false; }));
    const resolve = (value, depth = 0) => {
      if (depth > 12) throw new Error(`custom properties in a circle: ${value}`);
      return value.replace(/var\((--[\w-]+)(?:,\s*([^()]*))?\)/g, (all, name, fallback) => {
        const known = seen.get(name);
        if (known?.fixed) return resolve(known.value, depth + 1);
        if (known) return `var(${name})`;
        return fallback === undefined ? all : fallback.trim();
      });
    };
    root.walkDecls((declaration) => {
      if (declaration.prop.startsWith("--") && seen.get(declaration.prop).fixed) declaration.remove();
      else declaration.value = resolve(declaration.value);
    });
    // What is defined but never asked for goes, until nothing more goes.
    for (let before = -1, left = 0; before !== left; ) {
      before = left;
      const asked = root.toString();
      root.walkDecls(/^--/, (d) => { if (!asked.includes(`var(${d.prop})`)) d.remove(); });
      left = root.toString().length;
    }
    root.walkRules((rule) => { if (!rule.nodes.length) rule.remove(); });
    root.walkAtRules("media", (media) => { if (!media.nodes.length) media.remove(); });
  },
};

/** The words our templates, scripts and Python files use; a word cut off at "-" or "_" stands for all that begin so. */
function words() {
  const found = new Set();
  const walk = (folder) => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        if (name !== "static" && name !== "__pycache__") walk(path);
      } else if (/\.(html|py|js)$/.test(name)) {
        for (const [word] of readFileSync(path, "utf8").matchAll(/kern-[\w-]*/g)) found.add(word);
      }
    }
  };
  walk(source);
  return found;
}

/** KERN's classes that no template uses are left out; our own stay. */
const onlyUsed = () => {
  const used = words();
  const open = [...used].filter((word) => /[-_]$/.test(word));
  const isUsed = (name) => used.has(name) || open.some((beginning) => name.startsWith(beginning));
  return {
    postcssPlugin: "only-used",
    Once(root) {
      root.walkRules((rule) => {
        const kept = rule.selectors.filter((selector) => {
          const positive = selector.replace(/:not\([^)]*\)/g, "");
          return [...positive.matchAll(/\.(kern-[\w-]+)/g)].every(([, name]) => isUsed(name));
        });
        if (!kept.length) rule.remove();
        else if (kept.length < rule.selectors.length) rule.selectors = kept;
      });
      root.walkAtRules("media", (media) => { if (!media.nodes.length) media.remove(); });
    },
  };
};

const tidy = {
  postcssPlugin: "tidy",
  OnceExit(root) {
    root.walkComments((comment) => { comment.remove(); });
  },
};

function style() {
  const compiled = sass.compile(join(here, "styles", "verzahnt.scss"), {
    loadPaths: [join(here, "node_modules")],
    style: "compressed",
    quietDeps: true,
    silenceDeprecations: ["if-function"],
    charset: false,
  });
  const css = postcss([onlyUsed(), plainColours, plainValues]).process(compiled.css, { from: undefined }).css;
  const bare = (text) => postcss([tidy]).process(text, { from: undefined }).css;
  return { ltr: bare(css), rtl: bare(rtlcss.process(css)) };
}

if (!existsSync(join(here, "node_modules"))) {
  console.error("frontend/node_modules is missing: run `npm ci` in frontend/ first.");
  process.exit(1);
}
rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const { ltr, rtl } = style();
writeFileSync(join(output, "verzahnt.css"), ltr);
writeFileSync(join(output, "verzahnt.rtl.css"), rtl);
for (const folder of ["scripts", "pictures"]) {
  for (const name of readdirSync(join(here, folder))) {
    if (/\.(js|svg|png)$/.test(name)) copyFileSync(join(here, folder, name), join(output, name));
  }
}
const weight = (text) => `${(gzipSync(text, { level: 9 }).length / 1024).toFixed(1)} KB gzipped`;
console.log(`verzahnt.css ${weight(ltr)}, verzahnt.rtl.css ${weight(rtl)} → ${output.slice(join(here, "..").length + 1)}`);
