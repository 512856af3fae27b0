// A certified OpenID Connect issuer (oidc-provider) for tests, on a free port of this computer.
//
//   node issuer.mjs FOLDER      FOLDER holds node_modules
//
// It prints one line of JSON when it listens, {"issuer": URL}, and one, {"done": COMMAND}, per command it reads:
//   rotate     publish a new RSA key and sign with it; the old ones stay published
//   elliptic   the same with a P-256 key
//   withdraw   publish the newest key alone
//   hide       answer 503 where the keys are; show: answer again
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/`);
const entry = pathToFileURL(require.resolve('oidc-provider'));
const { default: Provider } = await import(entry);
const { default: Memory } = await import(new URL('adapters/memory_adapter.js', entry));

const API = 'https://api.truthtime.example';
const OTHER = 'https://other.example';
let keys = [];
let hidden = false;
let made = 0;

function addKey(alg) {
  made += 1;
  const [type, options] = alg === 'RS256' ? ['rsa', { modulusLength: 2048 }] : ['ec', { namedCurve: 'P-256' }];
  const jwk = generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' });
  keys = [{ ...jwk, kid: `key-${made}`, use: 'sig', alg }, ...keys];
}

// One issuer per set of keys; all of them share their memory, so grants and refresh tokens live through a rotation.
function provider(issuer) {
  const signing = keys[0].alg;
  const resource = (audience) => ({
    scope: 'read', audience, accessTokenTTL: 3600, accessTokenFormat: 'jwt', jwt: { sign: { alg: signing } },
  });
  return new Provider(issuer, {
    adapter: (model) => new Memory(model),
    clients: [
      {
        client_id: 'truthtime-desktop', token_endpoint_auth_method: 'none', application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'], grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'], id_token_signed_response_alg: signing,
      },
      {
        client_id: 'a-machine', client_secret: 'of-the-test', redirect_uris: [], response_types: [],
        grant_types: ['client_credentials'], id_token_signed_response_alg: signing,
      },
    ],
    jwks: { keys },
    cookies: { keys: ['of-the-test'] },
    pkce: { required: () => true },
    scopes: ['openid', 'offline_access', 'read'],
    rotateRefreshToken: true,
    issueRefreshToken: async (context, client, code) => code.scopes.has('offline_access'),
    findAccount: async (context, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    ttl: { AccessToken: 3600, IdToken: 3600, RefreshToken: 86400, Session: 3600, Interaction: 600, Grant: 86400 },
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        useGrantedResource: () => true,
        getResourceServerInfo: (context, indicator) => resource(indicator === OTHER ? OTHER : API),
      },
    },
  });
}

const server = createServer();
let issuer = '';
let answer;

function publish() {
  answer = provider(issuer).callback();
}

server.on('request', (request, response) => {
  if (hidden && request.url === '/jwks') response.writeHead(503).end();
  else answer(request, response);
});

const commands = {
  rotate: () => { addKey('RS256'); publish(); },
  elliptic: () => { addKey('ES256'); publish(); },
  withdraw: () => { keys = keys.slice(0, 1); publish(); },
  hide: () => { hidden = true; },
  show: () => { hidden = false; },
};

addKey('RS256');
server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  publish();
  console.log(JSON.stringify({ issuer }));
});
const lines = createInterface({ input: process.stdin });
lines.on('line', (command) => {
  commands[command]();
  console.log(JSON.stringify({ done: command }));
});
lines.on('close', () => process.exit(0)); // the test has ended, however
