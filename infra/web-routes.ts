// Which file a path of the web pages stands for. CloudFront runs the very text of this function, alone: it may refer
// to nothing outside itself ("JavaScript runtime 2.0 features for CloudFront Functions").

/** What is sent where there is no file. */
export const notFound = { file: '/404.txt', text: 'There is no such file.\n' };

/**
 * The console has addresses of its own for all that it shows – a user's may end in `.com` – and they are one page;
 * no file but that one is there.
 */
export const pageRoute = (path: string): { readonly file: string } | { readonly location: string } => {
  if (path === '/console') return { location: '/console/' };
  if (path.startsWith('/console/')) return { file: '/console/index.html' };
  return { file: path === '/' ? '/index.html' : path };
};
