// What the pages share.
export * from "./language.js";
export * from "./service.js";
