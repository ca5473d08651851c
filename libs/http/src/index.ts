export { type Access, ACCESS, CurrentUser, FRESH, Public, type RequestWithCaller } from './access.decorators.js';
export {
  AppError,
  CommonErrors,
  type ErrorDefinition,
  type FieldProblem,
  invalidFields,
  rateLimited,
} from './app-error.js';
export {
  EnumProperty,
  EXAMPLE_ID,
  IdParam,
  IdProperty,
  IntegerProperty,
  MomentProperty,
  PhoneProperty,
  SuccessProperty,
  TextProperty,
} from './answer-fields.js';
export { IGNORED_BODY, installBodyParsers, RAW_BODY } from './body-parsers.js';
export { describeLimit, Endpoint, errorResponse, MessageEnvelope } from './endpoint.js';
export { entityTagOf, isKnown } from './entity-tag.js';
export { ClientNetwork, networkOf } from './client-network.js';
export { COMPRESSED, installCompression } from './compression.js';
export { type Envelope, ok } from './envelope.js';
export { ErrorFilter } from './error.filter.js';
export { type ErrorPage, installErrorPage } from './error-page.js';
export { ErrorResponse } from './error-response.dto.js';
export {
  Amount,
  Email,
  Flag,
  Integer,
  isEmailAddress,
  MIN_PASSWORD_LENGTH,
  Moment,
  OneOf,
  OneTimeCode,
  Optional,
  PasswordText,
  Pattern,
  Phone,
  Text,
  TextMap,
} from './fields.js';
export { Html, html, styleSource } from './html.js';
export { installHooks } from './hooks.js';
export { HttpModule } from './http.module.js';
export { IpLimit } from './ip-limit.guard.js';
export { mobileCountryOf } from './mobile-numbers.js';
export {
  type Page,
  PageQuery,
  type PageRequest,
  Pagination,
  RangeQuery,
  toPageRequest,
  toPagination,
} from './paging.js';
export { Phones } from './phones.js';
export { PLAIN_PAGE_HEADERS, renderPlainPage } from './plain-page.js';
export { preferredLanguage } from './preferred-language.js';
export { type CountedRequest, type RequestLimit, RequestLimits } from './request-limits.js';
export { createServer, isUnprefixed } from './server.js';
export { Turns } from './turns.js';
export { normalizeTypedText } from './typed-text.js';
export { createValidationPipe } from './validation.js';
export { visibleText } from './visible-text.js';
