//go:build !slim

package stores

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/url"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/storage/azblob/container"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"gocloud.dev/blob"
	_ "gocloud.dev/blob/azureblob" // azblob://
	_ "gocloud.dev/blob/s3blob"    // s3://
	"gocloud.dev/gcerrors"

	"bcimport/importer/objects"
)

// contentType is that of every object: the store does not look into them.
const contentType = "application/octet-stream"

// cloud is a store in a cloud. Objects are written by Bucket.Upload: a writer of azureblob
// panics when an upload fails.
type cloud struct{ bucket *blob.Bucket }

func openCloud(ctx context.Context, address *url.URL) (objects.Store, error) {
	bucket, err := blob.OpenBucket(ctx, address.String())
	if err != nil {
		return nil, err
	}
	return cloud{bucket}, nil
}

const cloudsBuiltIn = true

func (c cloud) Create(ctx context.Context, name string, data []byte) error {
	if err := objects.CheckName(name); err != nil {
		return err
	}
	err := c.bucket.Upload(ctx, name, bytes.NewReader(data), &blob.WriterOptions{ContentType: contentType, IfNotExist: true})
	if gcerrors.Code(err) == gcerrors.FailedPrecondition {
		return fmt.Errorf("create %s: %w", name, objects.ErrExists)
	}
	return wrap("create", name, err)
}

func (c cloud) Put(ctx context.Context, name string, data []byte) error {
	return c.Upload(ctx, name, bytes.NewReader(data))
}

func (c cloud) Upload(ctx context.Context, name string, from io.Reader) error {
	if err := objects.CheckName(name); err != nil {
		return err
	}
	return wrap("write", name, c.bucket.Upload(ctx, name, from, &blob.WriterOptions{ContentType: contentType}))
}

func (c cloud) Read(ctx context.Context, name string) ([]byte, error) {
	if err := objects.CheckName(name); err != nil {
		return nil, err
	}
	data, err := c.bucket.ReadAll(ctx, name)
	return data, wrap("read", name, err)
}

func (c cloud) Reader(ctx context.Context, name string) (io.ReadCloser, objects.Object, error) {
	if err := objects.CheckName(name); err != nil {
		return nil, objects.Object{}, err
	}
	about, err := c.bucket.Attributes(ctx, name)
	if err != nil {
		return nil, objects.Object{}, wrap("read", name, err)
	}
	r, err := c.bucket.NewReader(ctx, name, nil)
	if err != nil {
		return nil, objects.Object{}, wrap("read", name, err)
	}
	return r, objects.Object{Name: name, Size: r.Size(), Modified: about.ModTime, Version: version(about.ETag)}, nil
}

func (c cloud) List(ctx context.Context, prefix string) iter.Seq2[objects.Object, error] {
	return func(yield func(objects.Object, error) bool) {
		list := c.bucket.List(&blob.ListOptions{Prefix: prefix})
		for {
			o, err := list.Next(ctx)
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(objects.Object{}, wrap("list", prefix, err))
				return
			}
			if !yield(objects.Object{Name: o.Key, Size: o.Size, Modified: o.ModTime, Version: version(listedETag(o))}, nil) {
				return
			}
		}
	}
}

// version is an eTag, which some answers give in quotes.
func version(eTag string) string { return strings.Trim(eTag, `"`) }

// listedETag is the eTag of an object in a listing, which only the providers' own types have.
func listedETag(o *blob.ListObject) string {
	var azure container.BlobItem
	var s3 types.Object
	switch {
	case o.As(&azure) && azure.Properties != nil && azure.Properties.ETag != nil:
		return string(*azure.Properties.ETag)
	case o.As(&s3) && s3.ETag != nil:
		return *s3.ETag
	}
	return ""
}

func (c cloud) Delete(ctx context.Context, name string) error {
	if err := objects.CheckName(name); err != nil {
		return err
	}
	err := c.bucket.Delete(ctx, name)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return wrap("delete", name, err)
}

func (c cloud) Close() error { return c.bucket.Close() }

// wrap says what failed, in the words of package fs where there are some, and without what
// the providers' errors hold besides: a URL may have a signature in its query, and an
// answer of Azure fills a page.
func wrap(what, name string, err error) error {
	var sent *url.Error
	var answer *azcore.ResponseError
	switch {
	case err == nil:
		return nil
	case gcerrors.Code(err) == gcerrors.NotFound:
		return fmt.Errorf("%s %s: %w", what, name, fs.ErrNotExist)
	case noCredentials(err):
		return fmt.Errorf("%s %s: there are no credentials for the store: set AZURE_STORAGE_KEY or AZURE_STORAGE_SAS_TOKEN, "+
			"AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this machine an identity", what, name)
	case errors.As(err, &sent):
		return fmt.Errorf("%s %s: %s: %w", what, name, sent.Op, sent.Err)
	case errors.As(err, &answer):
		return fmt.Errorf("%s %s: the store answers %d %s", what, name, answer.StatusCode, answer.ErrorCode)
	}
	return fmt.Errorf("%s %s: %w", what, name, err)
}

// noCredentials tells the errors of the providers' clients that found none in all the places
// where they look. They have no type in common, and those of Azure fill a page.
func noCredentials(err error) bool {
	text := err.Error()
	return strings.Contains(text, "failed to acquire a token") || strings.Contains(text, "failed to refresh cached credentials")
}
