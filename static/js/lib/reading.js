// The numbers that people type, read as the server reads them (`app/reading/`): ½, √2, e^−1, 27 %,
// \frac{1}{2}. One table of cases, tests/reading.json, holds the two to each other.

/** Characters of an expression; a decimal may be as long as it likes. */
const MOST = 60;

/** The digits 0 of other scripts; those from 1 to 9 follow each. */
const ZEROS = [
  0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0,
  0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6,
];

/** @type {Record<string, string>} */
const CHARACTERS = {
  "%": "％٪", "+": "＋", "(": "（", ")": "）", "[": "［⟨〈\u2329", "]": "］⟩〉\u232a", e: "𝑒", ".": "．٫", ",": "，،", ";": "；",
  ":": "∶：", "-": "−–—‐‑‒―⁃˗➖﹣－", "*": "·⋅∙×∗•⊙∘＊", "/": "÷∕⁄／",
  " ": "\u00a0\u2009\u202f\u2007\u200a٬", "^T": "ᵀ⊤", "": "\u200b\u2060\ufeff$",
  ...Object.fromEntries(
    [..."0123456789"].map((digit) => [digit, ZEROS.map((zero) => String.fromCodePoint(zero + Number(digit))).join("")]),
  ),
};

/** @type {Record<string, string>} */
const VULGAR = {
  "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5",
  "⅘": "4/5", "⅙": "1/6", "⅚": "5/6", "⅐": "1/7", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
  "⅑": "1/9", "⅒": "1/10",
};
/** A whole number and the space before its fraction. */
const WHOLE = new RegExp(`(\\d) (?=[${Object.keys(VULGAR).join("")}])`, "g");
const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻";

/** @type {[RegExp, string][]} */
const TEX = [
  [/\\(?:cdot|times|odot|circ)(?![a-zA-Z])/g, "*"],
  [/\\div(?![a-zA-Z])/g, "/"],
  [/\\(?:left|right)(?![a-zA-Z])|\\!/g, ""],
  [/\\[,;]/g, " "],
  [/\\%/g, "%"],
  [/\\pi(?![a-zA-Z])/g, "π"],
  [/\\langle(?![a-zA-Z])/g, "["],
  [/\\rangle(?![a-zA-Z])/g, "]"],
  [/\\quad(?![a-zA-Z])/g, " "],
  [/\\(ln|log|exp)(?![a-zA-Z])/g, " $1"],
];

/** The innermost braces first. @type {[RegExp, string][]} */
const BRACED = [
  [/\{,\}/g, ","],
  // Where a formula begins and ends in a text.
  [/\\[()[\]]/g, ""],
  [/\\(?:mathrm|mathbf|mathit|text|operatorname) ?\{(\w*)\}/g, "$1"],
  [/\\[dt]?frac ?(\d) ?(\d)/g, "($1/$2)"],
  [/\\[dt]?frac ?\{([^{}]*)\} ?\{([^{}]*)\}/g, "(($1)/($2))"],
  [/\\sqrt ?\{([^{}]*)\}/g, "sqrt($1)"],
  [/\\sqrt ?(\d)/g, "sqrt($1)"],
  [/\^ ?\{([^{}]*)\}/g, "^($1)"],
];

const NUMBER = String.raw`(?<![\w.,])(?<![eE][+-])\d+(?:[.,]\d+)?`;
const DIGITS = String.raw`\d+(?:[.,]\d+)?`;
const FRACTIONS = Object.keys(VULGAR).join("");

/** @type {[RegExp, (...found: string[]) => string][]} */
const NOTATIONS = [
  // A vector laid down or stood up has the same entries.
  [/(?<=[\])]) ?(?:\^ ?\(?T\)?|\.T\b|')/g, () => ""],
  [new RegExp(`(\\d+)([${FRACTIONS}])`, "g"), (_, whole, part) => `(${whole}+${VULGAR[part]})`],
  [new RegExp(`[${FRACTIONS}]`, "g"), (part) => `(${VULGAR[part]})`],
  [new RegExp(`[${RAISED}]+`, "g"), (found) => `^${[...found].map((c) => "0123456789+-"[RAISED.indexOf(c)]).join("")}`],
  [/(?<=[\d)]) ?(?=[√π])/g, () => "*"],
  // A ratio.
  [new RegExp(`(?<![:\\d.,])(${DIGITS}) ?: ?(${DIGITS})(?![:\\d])`, "g"), (_, a, b) => `${a}/${b}`],
  [/√ ?\(/g, () => "sqrt("],
  [/√ ?([\w.]+(?:,\d+)?)/g, (_, of) => `sqrt(${of})`],
  [new RegExp(`^([+-]?${DIGITS} ?/ ?${DIGITS}) ?%$`), (_, of) => `${of}/100`],
  [
    new RegExp(`(${NUMBER})(?:[eE]([+-]?\\d{1,3}))? ?%`, "g"),
    (_, found, power) => `${found}e${Number(power ?? 0) - 2}`,
  ],
  [/\) ?%/g, () => ")/100"],
  [new RegExp(`(${NUMBER}) ?\\* ?10 ?(?:\\*\\*|\\^) ?\\(?([+-]?\\d+)\\)?`, "g"), (_, a, b) => `${a}e${b}`],
  [/\b(ln|log|exp|sqrt) (-?[\w.]+(?:,\d+)?)(?! ?\()/g, (_, name, of) => `${name}(${of})`],
  [/ ?(\*\*|[*/^]) ?| ([+-]) /g, (_, a, b) => a ?? b],
];

const CONSTANTS = /** @type {[RegExp, string][]} */ ([
  [/(?<![\w.])e(?:\*\*|\^)\(/g, "exp("],
  [/(?<![\w.])e(?:\*\*|\^)(-?[\w.]+(?:,\d+)?)/g, "exp($1)"],
  [/(?<![\w.])e(?![\w(])/g, `(${Math.E})`],
  [/π|(?<![\w.])pi(?![\w(])/g, `(${Math.PI})`],
]);

/** @type {Record<string, (x: number) => number>} */
const FUNCTIONS = {
  sqrt: Math.sqrt, exp: Math.exp, log: Math.log, ln: Math.log, abs: Math.abs, sin: Math.sin,
  cos: Math.cos, tanh: Math.tanh,
};

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * The same text in letters, digits and + - * / ^ ( ). With `single` one number is typed, so a
 * space may part thousands (1 000) or a whole from its fraction (1 1/2); else it parts entries.
 * @param {string} text @param {boolean} [single]
 */
export function keyboard(text, single = true) {
  let plain = text;
  for (const [to, from] of Object.entries(CHARACTERS)) {
    plain = plain.replace(new RegExp(`[${from}]`, "gu"), to);
  }
  if (plain.split("\\begin").length <= 1 + MATRICES) plain = plain.replace(MATRIX, (_, inside) => matrix(inside));
  plain = plain.replace(/[^\S\n]+/g, " ").trim();
  if (single) plain = plain.replace(WHOLE, "$1");
  if (!/^[0-9.,;+\-[\]\s]*$/.test(plain)) plain = constants(notations(plain));
  if (!single) return plain;
  if (/^[+-]?\d{1,3}( \d{3})+([.,]\d+)?$/.test(plain)) return plain.replaceAll(" ", "");
  return plain.replace(/^([+-]?)(\d+) (\d+)\/(\d+)$/, "$1($2+$3/$4)");
}

/** Matrices of TeX in one text, at most. */
const MATRICES = 8;
const MATRIX =
  /(?:\\left ?[([]\s*)?\\begin\{(?:[pbvB]?matrix|smallmatrix|array)\}(?:\{[lcr| ]*\})?(.*?)\\end\{\w+\}\s*(?:\\right ?[)\]])?/gs;

/** A matrix of TeX as lists; one row or one column is one list. Its commas are decimal ones.
 * @param {string} inside */
function matrix(inside) {
  const rows = inside
    .split(/\\\\(?:\[[^\]]*\])?/)
    .filter((row) => row.trim())
    .map((row) =>
      // The spaces of a cell part no entries; those behind a command may be needed.
      row.split("&").map((cell) => cell.replace(/(?<=\d)\{?,\}?(?=\d)/g, ".").replace(/(\\[a-zA-Z]+ )?\s*/g, "$1")),
    );
  if (rows.length === 1 || rows.every((row) => row.length === 1)) return `[${rows.flat().join(", ")}]`;
  return `[${rows.map((row) => `[${row.join(", ")}]`).join(", ")}]`;
}

/** @param {string} plain */
function notations(plain) {
  if (/[\\{]/.test(plain)) {
    for (const [pattern, meaning] of TEX) plain = plain.replace(pattern, meaning);
    for (let level = 0, before = ""; level < 20 && plain !== before; level += 1) {
      before = plain;
      for (const [pattern, meaning] of BRACED) plain = plain.replace(pattern, meaning);
    }
    plain = plain.trim();
  }
  for (const [pattern, meaning] of NOTATIONS) plain = plain.replace(pattern, meaning);
  return plain;
}

/** @param {string} plain */
const constants = (plain) =>
  CONSTANTS.reduce((text, [pattern, meaning]) => text.replace(pattern, meaning), plain);

/**
 * The finite number that was typed, or null.
 * @param {string} typed @param {boolean} [single]
 * @returns {number | null}
 */
export function readNumber(typed, single = true) {
  const plain = keyboard(typed, single).replace(/(?<=[\d(+\-*/ ]),(?=\d)|^,(?=\d)/g, ".");
  const number = DECIMAL.test(plain) ? Number(plain) : workedOut(plain);
  return number !== null && Number.isFinite(number) ? number : null;
}

const TOKEN = /\s*((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])|[a-z]+(?=\()|\*\*|[-+*/^()])/y;
/** How strongly an operator binds; `~` is the minus before a number. @type {Record<string, number>} */
const BINDS = { "+": 1, "-": 1, "*": 2, "/": 2, "~": 3, "^": 4 };

/** What an expression gives, or null: two stacks, one of numbers and one of what waits for them.
 * @param {string} plain @returns {number | null} */
function workedOut(plain) {
  if (plain.length > MOST || !/\d/.test(plain) || /[+-]{2}/.test(plain)) return null;
  /** @type {number[]} */
  const numbers = [];
  /** @type {string[]} */
  const waiting = [];
  function apply() {
    const what = waiting.pop() ?? "";
    const b = numbers.pop() ?? NaN;
    if (what === "~") numbers.push(-b);
    else if (what in FUNCTIONS) numbers.push(FUNCTIONS[what](b));
    else numbers.push(combined(what, numbers.pop() ?? NaN, b));
  }
  let wanted = true; // a number, or something before one
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < plain.length) {
    const token = TOKEN.exec(plain)?.[1]?.replace("**", "^");
    if (token === undefined) return null;
    if (/^[\d.]/.test(token)) {
      if (!wanted) return null;
      numbers.push(Number(token));
      wanted = false;
    } else if (token in FUNCTIONS || token === "(") {
      if (!wanted) return null;
      waiting.push(token);
    } else if (token === ")") {
      if (wanted) return null;
      while (waiting.length && waiting.at(-1) !== "(") apply();
      if (waiting.pop() !== "(") return null;
      if ((waiting.at(-1) ?? "") in FUNCTIONS) apply();
    } else if (token in BINDS) {
      if (wanted && token !== "-" && token !== "+") return null;
      const what = wanted ? (token === "-" ? "~" : "") : token;
      // A power is taken from the right, and what stands before a number waits for it.
      while (!wanted && (BINDS[waiting.at(-1) ?? ""] ?? 0) >= BINDS[what] + (what === "^" ? 1 : 0)) {
        apply();
      }
      if (what) waiting.push(what);
      wanted = true;
    } else return null;
  }
  if (wanted || waiting.includes("(")) return null;
  while (waiting.length) apply();
  return numbers.length === 1 ? numbers[0] : null;
}

/** @param {string} what @param {number} a @param {number} b */
function combined(what, a, b) {
  switch (what) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    default:
      return a ** b;
  }
}
