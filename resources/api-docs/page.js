// The page of the calls: everything it shows and needs comes from this gateway.
window.SwaggerUIBundle({
  url: '/api/v1/openapi.json',
  dom_id: '#calls',
  deepLinking: true,
  docExpansion: 'none',
  defaultModelsExpandDepth: -1,
  displayOperationId: true,
  filter: true,
  // Keys that are typed in live as long as the page.
  persistAuthorization: false,
  validatorUrl: null,
});
