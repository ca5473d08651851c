// Makes the bucket for stickers and says who may do what in it. Run again, it changes nothing. It is run in the image of
// the programs, whose S3 client it borrows, as the store's root.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(`${process.cwd()}/`);
const { CreateBucketCommand, PutBucketPolicyCommand, S3Client } = require('@aws-sdk/client-s3');

const [, , endpoint, Bucket] = process.argv;
const secretAccessKey = readFileSync('/run/secrets/store_root_password', 'utf8').trim();
const store = new S3Client({
  region: 'us-east-1',
  endpoint,
  forcePathStyle: true,
  credentials: { accessKeyId: 'store-root', secretAccessKey },
});

const objects = [`arn:aws:s3:::${Bucket}/*`];
const policy = {
  Version: '2012-10-17',
  Statement: [
    // Anybody who has the address of a sticker may read it; the proxy lets nothing else through to the bucket.
    { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject'], Resource: objects },
    {
      Effect: 'Allow',
      Principal: { AWS: ['carqr'] },
      Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'],
      Resource: objects,
    },
    { Effect: 'Allow', Principal: { AWS: ['carqr'] }, Action: ['s3:ListBucket'], Resource: [`arn:aws:s3:::${Bucket}`] },
  ],
};

try {
  await store.send(new CreateBucketCommand({ Bucket }));
} catch (error) {
  if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
}
await store.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
