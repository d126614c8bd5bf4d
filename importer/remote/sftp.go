package remote

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/pkg/sftp"
	"golang.org/x/crypto/ssh"
)

// server is a folder on a server that speaks SFTP.
type server struct {
	dir    string
	client *sftp.Client
	end    func() error
}

// The time that a server has to accept a connection, and to say anything while one is open.
const (
	patience = 30 * time.Second
	silence  = time.Minute
)

// dial opens a folder on a server whose key is known.
func dial(ctx context.Context, u *url.URL, a Access) (*server, error) {
	port := u.Port()
	if port == "" {
		port = "22"
	}
	address := net.JoinHostPort(u.Hostname(), port)
	config, done, err := a.client(u.User.Username(), address)
	if err != nil {
		return nil, err
	}
	defer done()
	conn, err := (&net.Dialer{Timeout: patience}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	end := func() error {
		stop()
		if err := conn.Close(); !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	}
	client, err := shake(conn, address, config)
	if err != nil {
		return nil, errors.Join(refused(err, u), end())
	}
	dir := path.Clean("/" + u.Path)
	if home, below := strings.CutPrefix(dir+"/", "/~/"); below {
		dir = path.Clean("./" + home)
	}
	return &server{dir, client, end}, nil
}

func shake(conn net.Conn, address string, config *ssh.ClientConfig) (*sftp.Client, error) {
	c, channels, requests, err := ssh.NewClientConn(lively{conn}, address, config)
	if err != nil {
		return nil, err
	}
	return sftp.NewClient(ssh.NewClient(c, channels, requests))
}

// lively is a connection that fails when its other end is silent for too long.
type lively struct{ net.Conn }

func (l lively) Read(p []byte) (int, error) {
	if err := l.SetReadDeadline(time.Now().Add(silence)); err != nil {
		return 0, err
	}
	return l.Conn.Read(p)
}

func (l lively) Write(p []byte) (int, error) {
	if err := l.SetWriteDeadline(time.Now().Add(silence)); err != nil {
		return 0, err
	}
	return l.Conn.Write(p)
}

func (s *server) list(ctx context.Context) ([]file, error) {
	infos, err := s.client.ReadDirContext(ctx, s.dir)
	if err != nil {
		return nil, err
	}
	infos = slices.DeleteFunc(infos, func(i fs.FileInfo) bool { return !i.Mode().IsRegular() })
	files := make([]file, len(infos))
	for i, info := range infos {
		files[i] = ofInfo(info)
	}
	return files, nil
}

func (s *server) open(_ context.Context, name string) (io.ReadCloser, file, error) {
	f, err := s.client.Open(path.Join(s.dir, name))
	if err != nil {
		return nil, file{}, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is no file", name)
	}
	if err != nil {
		return nil, file{}, errors.Join(err, f.Close())
	}
	about := ofInfo(info)
	about.name = name
	return f, about, nil
}

func (s *server) move(_ context.Context, name, to string) error {
	place := path.Join(s.dir, to)
	if err := s.client.MkdirAll(path.Dir(place)); err != nil {
		return err
	}
	if _, err := s.client.Lstat(place); !errors.Is(err, fs.ErrNotExist) {
		return errors.Join(fs.ErrExist, err)
	}
	return s.client.Rename(path.Join(s.dir, name), place)
}

func (s *server) close() error {
	_ = s.client.Close() // the connection goes whatever it says
	return s.end()
}
