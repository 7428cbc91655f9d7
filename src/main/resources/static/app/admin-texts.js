// The operator's page in each language: for a further one its file of texts, and its line here.
import { TEXTS as es } from "./admin-texts/es.js";
import { TEXTS as en } from "./admin-texts/en.js";

export const TEXTS = { es, en };
