/** Of this page: where the hosted pages send users back to. */
export const homePath = (): string => (location.pathname.startsWith('/console') ? '/console/' : '/');
