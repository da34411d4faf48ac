// As much of an OpenAPI document as the page shows.

export type PageSchema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, PageSchema>>;
  readonly required?: readonly string[];
  readonly items?: PageSchema;
  readonly anyOf?: readonly PageSchema[];
  readonly oneOf?: readonly PageSchema[];
};

type PageExample = { readonly summary?: string; readonly value?: unknown };

export type PageContent = Readonly<
  Record<string, { readonly schema?: PageSchema; readonly examples?: Readonly<Record<string, PageExample>> }>
>;

export type PageParameter = {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly description?: string;
  readonly schema: PageSchema;
};

export type PageResponse = {
  readonly $ref?: string;
  readonly description?: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: PageContent;
};

export type PageOperation = {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly parameters: readonly PageParameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: PageContent };
  readonly responses: Readonly<Record<string, PageResponse>>;
};

export type PageDocument = {
  readonly info: {
    readonly title: string;
    readonly summary: string;
    readonly description: string;
    readonly version: string;
  };
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, PageOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, PageSchema>>;
    readonly responses: Readonly<Record<string, PageResponse>>;
  };
};
