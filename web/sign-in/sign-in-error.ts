// What goes wrong between a page and the user pool, in words.

export class SignInError extends Error {
  override readonly name = 'SignInError';
  /** The user pool's own name for it, or `network`, `session-over`, `signed-out`, `challenge`, `callback`. */
  readonly code: string;

  constructor(code: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** @param cause what the AWS SDK threw: its `name` is the user pool's, its message mostly fit to be read. */
export const signInErrorOf = (cause: unknown): SignInError => {
  if (cause instanceof SignInError) return cause;
  const { name, message } = cause instanceof Error ? cause : new Error(String(cause));
  return words[name]
    ? new SignInError(name, words[name](message), cause)
    : new SignInError(name, `The user pool answered ${name}: ${message}`, cause);
};

const asIs = (message: string): string => message;
const noAnswer = () => 'The user pool does not answer. Is it running, and is the network there?';
const tooMany = () => 'Too many tries: Cognito wants a pause. Wait a few minutes.';
const trigger = (message: string) => `A trigger function of the user pool failed: ${message}`;

/** Cognito user pools, common errors of InitiateAuth, SignUp, ConfirmSignUp and ResendConfirmationCode. */
const words: Readonly<Record<string, (message: string) => string>> = {
  // "Incorrect username or password.", "User is disabled.", "Password attempts exceeded", …
  NotAuthorizedException: asIs,
  UserNotFoundException: () => 'There is no such user.',
  UserNotConfirmedException: () =>
    'The email address is not confirmed yet: enter the code that was sent to it.',
  UsernameExistsException: () => 'There is an account with this email address: sign in instead.',
  CodeMismatchException: () => 'This is not the code that was sent.',
  ExpiredCodeException: () => 'The code has expired: have a new one sent.',
  CodeDeliveryFailureException: () => 'The code could not be sent.',
  InvalidPasswordException: (message) =>
    `The password is not one that this user pool takes: ${message.replace(/^Password did not conform with policy: /, '')}`,
  InvalidParameterException: asIs,
  PasswordResetRequiredException: () => 'The password must be reset by an administrator first.',
  TooManyRequestsException: tooMany,
  LimitExceededException: tooMany,
  TooManyFailedAttemptsException: tooMany,
  ResourceNotFoundException: () =>
    'The user pool does not know this page’s app client: has the stack been made anew?',
  UserLambdaValidationException: trigger,
  UnexpectedLambdaException: trigger,
  InvalidLambdaResponseException: trigger,
  // What fetch throws without an answer, and what the SDK throws when it takes too long.
  TypeError: noAnswer,
  NetworkError: noAnswer,
  TimeoutError: noAnswer,
};
