// Hosting of the web pages, where it is asked for: a bucket that only CloudFront reads, and a distribution.
import { webBucket, webBucketPolicy } from './web-bucket.ts';
import { type WebDistributionSettings, webDistribution } from './web-distribution.ts';
import { webOrigin } from './web-origin.ts';
import { webResponseHeaders } from './web-response-headers.ts';
import { pageRoute } from './web-routes.ts';

/** @throws for a domain without certificate: CloudFront refuses it. */
export const web = (settings: WebDistributionSettings) => {
  const { prefix, domain, certificate } = settings;
  if ((domain === '') !== (certificate === ''))
    throw new Error('webDomain and webCertificate go together: set both, or none.');
  // At CloudFront, names are for the whole account.
  const name = { 'Fn::Sub': `${prefix}-\${AWS::Region}` };
  return {
    Resources: {
      WebBucket: webBucket,
      WebBucketPolicy: webBucketPolicy,
      WebAccess: {
        Type: 'AWS::CloudFront::OriginAccessControl',
        Properties: {
          OriginAccessControlConfig: {
            Name: name,
            OriginAccessControlOriginType: 's3',
            SigningBehavior: 'always',
            SigningProtocol: 'sigv4',
          },
        },
      },
      WebRoutes: {
        Type: 'AWS::CloudFront::Function',
        Properties: {
          Name: name,
          AutoPublish: true,
          FunctionCode: routesCode,
          FunctionConfig: {
            Comment: 'Finds the page for a path',
            Runtime: 'cloudfront-js-2.0',
          },
        },
      },
      WebHeaders: {
        Type: 'AWS::CloudFront::ResponseHeadersPolicy',
        Properties: { ResponseHeadersPolicyConfig: { Name: name, ...webResponseHeaders } },
      },
      WebDistribution: webDistribution(settings),
    },
    Outputs: {
      WebUrl: {
        Description: 'The demo page; the console is at /console/',
        Value: { 'Fn::Sub': webOrigin(domain) },
      },
      WebBucket: { Description: 'The files of the pages', Value: { Ref: 'WebBucket' } },
    },
  };
};

const routesCode = `const pageRoute = ${String(pageRoute)};

function handler(event) {
  const request = event.request;
  const route = pageRoute(request.uri);
  if (route.location !== undefined)
    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: route.location } } };
  request.uri = route.file;
  return request;
}
`;
