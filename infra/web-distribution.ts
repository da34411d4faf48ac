// How CloudFront sends hosted pages.
import { notFound } from './web-routes.ts';

export type WebDistributionSettings = {
  readonly prefix: string;
  readonly priceClass: string;
  /** Of one's own; empty without. */
  readonly domain: string;
  /** ARN of its certificate, in us-east-1. */
  readonly certificate: string;
};

export const webDistribution = ({ prefix, priceClass, domain, certificate }: WebDistributionSettings) => ({
  Type: 'AWS::CloudFront::Distribution',
  Properties: {
    DistributionConfig: {
      Comment: `Web pages of ${prefix}`,
      Enabled: true,
      HttpVersion: 'http2and3',
      IPV6Enabled: true,
      PriceClass: priceClass,
      Origins: [
        {
          Id: 'files',
          DomainName: { 'Fn::GetAtt': ['WebBucket', 'RegionalDomainName'] },
          OriginAccessControlId: { 'Fn::GetAtt': ['WebAccess', 'Id'] },
          S3OriginConfig: { OriginAccessIdentity: '' }, // the old way, which must be said not to be used
        },
      ],
      DefaultCacheBehavior: {
        TargetOriginId: 'files',
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: ['GET', 'HEAD'],
        CachedMethods: ['GET', 'HEAD'],
        Compress: true,
        CachePolicyId: cachingOptimized,
        ResponseHeadersPolicyId: { Ref: 'WebHeaders' },
        FunctionAssociations: [
          { EventType: 'viewer-request', FunctionARN: { 'Fn::GetAtt': ['WebRoutes', 'FunctionARN'] } },
        ],
      },
      // At its own domain name, CloudFront sets the protocols itself.
      ...(domain !== '' && {
        Aliases: [domain],
        ViewerCertificate: {
          AcmCertificateArn: certificate,
          MinimumProtocolVersion: 'TLSv1.2_2021',
          SslSupportMethod: 'sni-only',
        },
      }),
      // S3 says 403 of a file that is not there to whoever may not list the bucket.
      CustomErrorResponses: [
        { ErrorCode: 403, ResponseCode: 404, ResponsePagePath: notFound.file, ErrorCachingMinTTL: 0 },
      ],
    },
  },
});

/** "Managed-CachingOptimized": as long as the file itself says; compressed; cookies and queries are not passed on. */
const cachingOptimized = '658327ea-f89d-4fab-a63d-7e88639e58f6';
