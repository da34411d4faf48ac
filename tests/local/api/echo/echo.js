// Answers with the event and the environment, or with what the header `x-reply` asks for.
export const handler = async (event) => {
  const wish = JSON.parse(event.headers['x-reply'] ?? '{}');
  if (wish.fault === 'throw') throw new Error('secret of the implementation');
  if (wish.fault === 'hang') await new Promise(() => {});
  if (wish.fault === 'nonsense') return { statusCode: 200, body: { not: 'a string' } };
  return {
    statusCode: wish.status ?? 200,
    headers: { 'Content-Type': 'application/json', ...wish.headers },
    body: wish.status === 204 ? '' : JSON.stringify({ event, env: process.env }),
  };
};
