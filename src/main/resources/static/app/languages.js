// The languages of the pages: for a further one its file of texts, and its line here.
import { TEXTS as es } from "./texts/es.js";
import { TEXTS as en } from "./texts/en.js";

export const LANGUAGES = { es, en };
