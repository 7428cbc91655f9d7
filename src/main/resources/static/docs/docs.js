// Shows /openapi.yaml. Nothing is loaded from elsewhere, and nothing is sent elsewhere: no validator badge.
SwaggerUIBundle({
  url: "/openapi.yaml",
  dom_id: "#docs",
  validatorUrl: null,
  deepLinking: true,
  defaultModelsExpandDepth: 0,
});
