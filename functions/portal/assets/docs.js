// The contract, readable and to try out. Reads /openapi.json; has no dependencies and makes no other request until
// somebody presses "Send".
"use strict";

const $ = (id) => document.getElementById(id);
const make = (tag, attributes = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children);
  return element;
};

let contract;

const resolve = (schema) => {
  if (!schema || !schema.$ref) return schema || {};
  return schema.$ref.split("/").slice(1).reduce((node, key) => node[key], contract);
};

const typeName = (schema) => {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const options = schema.oneOf || schema.anyOf;
  if (options) return options.map(typeName).join(" | ");
  if (schema.type === "array") return `${typeName(schema.items || {})}[]`;
  return [].concat(schema.type || "any").join(" | ");
};

// An example that follows the schema; `depth` ends recursion.
const example = (schema, depth = 0) => {
  const whole = resolve(schema);
  if (whole.example !== undefined) return whole.example;
  if (whole.examples) return whole.examples[0];
  if (whole.default !== undefined) return whole.default;
  if (whole.const !== undefined) return whole.const;
  if (whole.enum) return whole.enum[0];
  const options = whole.oneOf || whole.anyOf;
  if (options) return example(options[0], depth);
  const type = [].concat(whole.type)[0];
  if (type === "array") return depth > 4 ? [] : [example(whole.items || {}, depth + 1)];
  if (type === "object" || whole.properties) {
    const result = {};
    for (const [name, property] of Object.entries(whole.properties || {})) {
      if (depth < 5 && (whole.required || []).includes(name)) result[name] = example(property, depth + 1);
    }
    return result;
  }
  if (type === "integer" || type === "number") return whole.minimum ?? 0;
  if (type === "boolean") return false;
  if (type === "null") return null;
  return "";
};

const limits = (schema) => {
  const whole = resolve(schema);
  const words = [];
  for (const [key, word] of [["minimum", "≥"], ["maximum", "≤"], ["minLength", "length ≥"], ["maxLength", "length ≤"],
    ["minItems", "items ≥"], ["maxItems", "items ≤"], ["pattern", "matches"], ["default", "default"]]) {
    if (whole[key] !== undefined) words.push(`${word} ${whole[key]}`);
  }
  return words.join(", ");
};

const table = (head, rows) => make("table", {},
  make("thead", {}, make("tr", {}, ...head.map((text) => make("th", { textContent: text })))),
  make("tbody", {}, ...rows.map((cells) => make("tr", {}, ...cells.map((cell) =>
    make("td", {}, cell instanceof Node ? cell : String(cell ?? "")))))));

const schemaTable = (schema) => {
  const whole = resolve(schema);
  const rows = Object.entries(whole.properties || {}).map(([name, property]) => [
    make("code", { textContent: name + ((whole.required || []).includes(name) ? "" : "?") }),
    make("code", { textContent: typeName(property) }),
    [property.description || resolve(property).description, limits(property)].filter(Boolean).join(" · "),
  ]);
  return rows.length ? table(["field", "type", ""], rows) : make("code", { textContent: typeName(schema) });
};

// The schema and those that it refers to, each once.
const schemaBlock = (schema) => {
  const block = make("div", {}, schemaTable(schema));
  const seen = new Set([schema.$ref]);
  const visit = (node) => {
    if (!node || typeof node !== "object") return;
    if (node.$ref && !seen.has(node.$ref)) {
      seen.add(node.$ref);
      block.append(make("details", {}, make("summary", { textContent: node.$ref.split("/").pop() }), schemaTable(node)));
    }
    const next = node.$ref ? resolve(node) : node;
    if (node.$ref && node !== schema && seen.size > 40) return;
    Object.values(next).forEach((child) => { if (!(child && child.$ref && seen.has(child.$ref))) visit(child); });
  };
  visit(resolve(schema));
  return block;
};

const tryOut = (method, path, operation) => {
  const form = make("form");
  const fields = (operation.parameters || []).map((parameter) => {
    const input = make("input", { value: parameter.required ? parameter.example ?? "" : "", required: parameter.required });
    if (parameter.name === "Idempotency-Key") input.value = crypto.randomUUID();
    form.append(make("label", {}, make("code", { textContent: parameter.name }), input));
    return [parameter, input];
  });
  const [mediaType, media] = Object.entries(operation.requestBody?.content || {})[0] || [];
  const body = media && make("textarea", {
    spellcheck: false,
    value: mediaType === "application/json" ? JSON.stringify(example(media.schema), null, 2) : "",
  });
  if (body) form.append(make("label", {}, make("code", { textContent: mediaType }), body));
  const button = make("button", { textContent: "Send" });
  const output = make("pre", { hidden: true });
  form.append(button, output);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    const headers = { "Accept-Language": $("language").value || "en" };
    if ($("token").value.trim()) headers.Authorization = `Bearer ${$("token").value.trim()}`;
    let url = path;
    const query = new URLSearchParams();
    for (const [parameter, input] of fields) {
      if (parameter.in === "path") url = url.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (parameter.in === "header") headers[parameter.name] = input.value;
      else if (input.value !== "") input.value.split(parameter.schema.type === "array" ? "," : "\n").forEach((value) => query.append(parameter.name, value.trim()));
    }
    if (body) headers["Content-Type"] = mediaType;
    if (String(query)) url += `?${query}`;
    output.hidden = false;
    try {
      const started = performance.now();
      const response = await fetch(url, { method, headers, body: body && body.value, cache: "no-store" });
      const text = await response.text();
      let shown = text;
      try { shown = JSON.stringify(JSON.parse(text), null, 2); } catch { /* not JSON: as it is */ }
      output.textContent = `${method} ${url}\n${response.status} ${response.statusText} · ${Math.round(performance.now() - started)} ms · ${text.length} characters\n\n${shown}`;
    } catch (error) {
      output.textContent = String(error);
    }
    button.disabled = false;
  });
  return form;
};

const details = (method, path, operation) => {
  const block = make("div");
  for (const text of operation.description.split("\n\n")) block.append(make("p", { textContent: text }));
  if (operation.parameters) {
    block.append(table(["parameter", "in", "type", ""], operation.parameters.map((parameter) => [
      make("code", { textContent: parameter.name + (parameter.required ? "" : "?") }), parameter.in,
      make("code", { textContent: typeName(parameter.schema) }),
      [parameter.description, limits(parameter.schema)].filter(Boolean).join(" · "),
    ])));
  }
  const body = Object.values(operation.requestBody?.content || {})[0];
  if (body) block.append(make("h4", { textContent: "Request body" }), body.schema.description && !body.schema.properties ? make("p", { textContent: body.schema.description }) : schemaBlock(body.schema));
  block.append(make("h4", { textContent: "Answers" }));
  block.append(table(["status", ""], Object.entries(operation.responses).map(([status, response]) => [status, response.description])));
  const success = Object.entries(operation.responses).find(([status]) => status < 300)?.[1];
  const media = success && success.content && success.content["application/json"];
  if (media) block.append(schemaBlock(media.schema));
  block.append(make("h4", { textContent: "Try it out" }), tryOut(method, path, operation));
  return block;
};

const show = () => {
  const groups = new Map(contract.tags.map(({ name }) => [name, []]));
  for (const [path, methods] of Object.entries(contract.paths)) {
    for (const [lower, operation] of Object.entries(methods)) {
      groups.get(operation.tags[0]).push([lower.toUpperCase(), path, operation]);
    }
  }
  $("about").textContent = `${contract.info.summary} Version ${contract.info.version}.`;
  $("operations").replaceChildren();
  for (const [tag, operations] of groups) {
    $("index").append(make("b", { textContent: tag }));
    $("operations").append(make("h2", { textContent: tag }));
    for (const [method, path, operation] of operations) {
      const link = make("a", { href: `#${operation.operationId}`, textContent: operation.summary });
      link.dataset.search = `${path} ${operation.summary} ${operation.operationId}`.toLowerCase();
      $("index").append(link);
      const head = make("header", { tabIndex: 0, role: "button" },
        make("span", { className: `method ${method}`, textContent: method }),
        make("span", { className: "path", textContent: path }),
        make("span", { className: "summary", textContent: operation.summary }));
      const card = make("article", { id: operation.operationId }, head);
      const toggle = () => {
        const open = card.querySelector(":scope > div");
        if (open) open.remove(); else card.append(details(method, path, operation));
        head.setAttribute("aria-expanded", String(!open));
      };
      head.setAttribute("aria-expanded", "false");
      head.addEventListener("click", toggle);
      head.addEventListener("keydown", (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); toggle(); } });
      link.addEventListener("click", () => { if (!card.querySelector(":scope > div")) toggle(); });
      $("operations").append(card);
    }
  }
  const codes = contract.components.schemas.Problem.properties.code.enum;
  $("problems").append(make("h2", { textContent: "Problems" }),
    make("p", { textContent: "Every failure is RFC 9457 problem details with one of these stable codes." }),
    make("p", {}, ...codes.flatMap((code) => [make("code", { id: `problem-${code}`, textContent: code }), " "])));
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) { target.scrollIntoView(); target.querySelector("header")?.click(); }
};

$("filter").addEventListener("input", (event) => {
  const wanted = event.target.value.toLowerCase();
  for (const link of $("index").querySelectorAll("a")) link.hidden = !link.dataset.search.includes(wanted);
});
$("token").value = sessionStorage.getItem("token") || "";
$("token").addEventListener("input", (event) => sessionStorage.setItem("token", event.target.value));

fetch("/openapi.json").then((response) => response.json()).then((json) => { contract = json; show(); })
  .catch((error) => { $("operations").textContent = `The contract cannot be read: ${error}`; });
