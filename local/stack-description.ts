/** Where everything of a running local stack is: what `.local/stack.json` holds. */
export type StackDescription = {
  readonly apiUrl: string;
  /** The demo page; the console is at `/console/`. */
  readonly webUrl: string;
  readonly region: string;
  readonly accountId: string;
  readonly userPoolId: string;
  readonly userPoolClientId: string;
  readonly identityPoolId: string;
  readonly tableName: string;
  readonly endpoints: {
    readonly cognitoIdp: string;
    readonly cognitoIdentity: string;
    readonly iot: string;
    readonly iotData: string;
    readonly dynamodb: string;
    readonly lambda: string;
  };
  readonly mqttUrl: string;
  /** Confirms every sign-up: no message is ever sent. */
  readonly confirmationCode: string;
  readonly users: readonly {
    readonly username: string;
    readonly password: string;
    readonly groups: readonly string[];
  }[];
};
