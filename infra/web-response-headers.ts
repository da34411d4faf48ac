// The headers of infra/web-headers.ts in CloudFront's words, with AWS's addresses, and HSTS.
import { awsConnections, securityHeaders } from './web-headers.ts';

const {
  'Content-Security-Policy': contentSecurityPolicy,
  'Referrer-Policy': referrerPolicy,
  'X-Content-Type-Options': _nosniff,
  ...otherHeaders
} = securityHeaders(
  awsConnections({
    api: 'https://${ApiGatewayRestApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}',
    signIn: 'https://${UserPoolDomain}.auth.${AWS::Region}.amazoncognito.com',
    region: '${AWS::Region}',
    urlSuffix: '${AWS::URLSuffix}',
  }),
);

/** CloudFront has a place of its own for some headers and takes them nowhere else. */
export const webResponseHeaders = {
  SecurityHeadersConfig: {
    ContentSecurityPolicy: { ContentSecurityPolicy: { 'Fn::Sub': contentSecurityPolicy }, Override: true },
    ContentTypeOptions: { Override: true },
    ReferrerPolicy: { ReferrerPolicy: referrerPolicy, Override: true },
    // Of a domain of one's own, others may be below it.
    StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000, IncludeSubdomains: false, Override: true },
  },
  CustomHeadersConfig: {
    Items: Object.entries(otherHeaders).map(([Header, Value]) => ({ Header, Value, Override: true })),
  },
};
