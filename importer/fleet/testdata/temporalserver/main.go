// Command temporalserver is a Temporal server in one process, for tests: it keeps its state
// in an SQLite file, so that it can be killed and started again, and listens on loopback
// alone. It has a module of its own, so that the server is none of bcimport's dependencies.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"go.temporal.io/server/common/authorization"
	"go.temporal.io/server/common/cluster"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/dynamicconfig"
	"go.temporal.io/server/common/log"
	"go.temporal.io/server/common/metrics"
	"go.temporal.io/server/common/persistence/sql"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	plugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	"go.temporal.io/server/common/resolver"
	"go.temporal.io/server/schema/sqlite"
	"go.temporal.io/server/temporal"
)

const loopback = "127.0.0.1"

func main() {
	port := flag.Int("port", 0, "port of the frontend; 0: a free one")
	db := flag.String("db", "", "SQLite file, made where there is none")
	level := flag.String("log", "error", "level of the log on standard output")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "temporalserver [flags] [COMMAND [ARGUMENT...]]: serves until a signal, or until the command ends,\nwhich has the server's address in TEMPORAL_TEST_ADDRESS.")
		flag.PrintDefaults()
	}
	flag.Parse()
	if err := serve(*port, *db, *level, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "temporalserver:", err)
		os.Exit(1)
	}
}

func serve(port int, db, level string, command []string) error {
	if port == 0 {
		free, err := freePorts(1)
		if err != nil {
			return err
		}
		port = free[0]
	}
	c, err := settings(port, db)
	if err != nil {
		return err
	}
	if err := prepare(c, db); err != nil {
		return err
	}
	authorizer, err := authorization.GetAuthorizerFromConfig(&c.Global.Authorization)
	if err != nil {
		return err
	}
	logger := log.NewZapLogger(log.BuildZapLogger(log.Config{Stdout: true, Level: level}))
	server, err := temporal.NewServer(
		temporal.WithConfig(c), temporal.ForServices(temporal.DefaultServices), temporal.WithLogger(logger), temporal.WithAuthorizer(authorizer),
		temporal.WithDynamicConfigClient(dynamicconfig.StaticClient{
			// What is started should be seen at once.
			dynamicconfig.ForceSearchAttributesCacheRefreshOnRead.Key(): true,
			// Priorities hold within a partition of a task queue: with one, they hold.
			dynamicconfig.MatchingNumTaskqueueReadPartitions.Key():  1,
			dynamicconfig.MatchingNumTaskqueueWritePartitions.Key(): 1,
			// As README recommends: a worker that is stopped must not keep what it has asked for.
			dynamicconfig.KeepAliveTime.Key():    5 * time.Second,
			dynamicconfig.KeepAliveTimeout.Key(): 3 * time.Second,
		}),
	)
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	if err := await(port); err != nil {
		return err
	}
	fmt.Println("ready: " + address(port))
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	if len(command) > 0 {
		run := exec.Command(command[0], command[1:]...)
		run.Stdout, run.Stderr, run.Env = os.Stdout, os.Stderr, append(os.Environ(), "TEMPORAL_TEST_ADDRESS="+address(port))
		return errors.Join(run.Run(), server.Stop())
	}
	<-signals
	return server.Stop()
}

func address(port int) string { return net.JoinHostPort(loopback, strconv.Itoa(port)) }

// await waits until the frontend takes connections.
func await(port int) error {
	for range 600 {
		conn, err := net.Dial("tcp", address(port))
		if err == nil {
			return conn.Close()
		}
		time.Sleep(50 * time.Millisecond)
	}
	return errors.New("the frontend does not listen")
}

// prepare makes the tables and the namespace default.
func prepare(c *config.Config, db string) error {
	store := c.Persistence.DataStores[plugin.PluginName].SQL
	if _, err := os.Stat(db); errors.Is(err, fs.ErrNotExist) {
		if err := sqlite.SetupSchema(store); err != nil {
			return fmt.Errorf("make the tables: %w", err)
		}
	}
	namespace, err := sqlite.NewNamespaceConfig(c.ClusterMetadata.CurrentClusterName, "default", false, nil)
	if err != nil {
		return err
	}
	if err := sqlite.CreateNamespaces(store, namespace); err != nil {
		return fmt.Errorf("make the namespace: %w", err)
	}
	return forgetMembers(store)
}

// forgetMembers forgets the processes that had the file before: for a minute, parts of the
// server would send to one that was killed.
func forgetMembers(store *config.SQL) error {
	db, err := sql.NewSQLDB(sqlplugin.DbKindMain, store, resolver.NewNoopResolver(), log.NewNoopLogger(), metrics.NoopMetricsHandler)
	if err != nil {
		return err
	}
	all := &sqlplugin.PruneClusterMembershipFilter{PruneRecordsBefore: time.Now().AddDate(1, 0, 0)}
	_, err = db.PruneClusterMembership(context.Background(), all)
	if err := errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("forget members: %w", err)
	}
	return nil
}

func settings(port int, db string) (*config.Config, error) {
	ports, err := freePorts(8)
	if err != nil {
		return nil, err
	}
	next := func() int {
		p := ports[0]
		ports = ports[1:]
		return p
	}
	service := func(grpc int) config.Service {
		return config.Service{RPC: config.RPC{GRPCPort: grpc, MembershipPort: next(), BindOnLocalHost: true}}
	}
	frontend := address(port)
	c := &config.Config{
		Persistence: config.Persistence{
			DefaultStore: plugin.PluginName, VisibilityStore: plugin.PluginName, NumHistoryShards: 1,
			DataStores: map[string]config.DataStore{plugin.PluginName: {SQL: &config.SQL{
				PluginName: plugin.PluginName, DatabaseName: db,
				ConnectAttributes: map[string]string{"mode": "rwc", "_journal_mode": "wal", "_synchronous": "1"},
			}}},
		},
		ClusterMetadata: &cluster.Config{
			FailoverVersionIncrement: 10, MasterClusterName: "active", CurrentClusterName: "active",
			ClusterInformation: map[string]cluster.ClusterInformation{"active": {Enabled: true, InitialFailoverVersion: 1, RPCAddress: frontend}},
		},
		DCRedirectionPolicy: config.DCRedirectionPolicy{Policy: "noop"},
		Services:            map[string]config.Service{"frontend": service(port)},
		Archival: config.Archival{
			History:    config.HistoryArchival{State: "disabled"},
			Visibility: config.VisibilityArchival{State: "disabled"},
		},
		PublicClient: config.PublicClient{HostPort: frontend},
		NamespaceDefaults: config.NamespaceDefaults{Archival: config.ArchivalNamespaceDefaults{
			History:    config.HistoryArchivalNamespaceDefaults{State: "disabled"},
			Visibility: config.VisibilityArchivalNamespaceDefaults{State: "disabled"},
		}},
	}
	for _, name := range []string{"history", "matching", "worker"} {
		c.Services[name] = service(next())
	}
	c.Global.Membership = config.Membership{MaxJoinDuration: 30 * time.Second, BroadcastAddress: loopback}
	c.Global.Metrics = &metrics.Config{Prometheus: &metrics.PrometheusConfig{ListenAddress: address(next()), HandlerPath: "/metrics"}}
	return c, nil
}

// freePorts finds ports that are free now.
func freePorts(n int) (ports []int, err error) {
	for range n {
		l, err := net.Listen("tcp", loopback+":0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // all are held until all are found
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
