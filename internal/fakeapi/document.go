// Copyright (c) The terraform-provider-tencentredis Authors
// SPDX-License-Identifier: MPL-2.0

package fakeapi

// The IDs in the example of the API document.
const (
	DocumentRegion     = "ap-chengdu"
	DocumentInstanceID = "crs-4y9t57vt"
	DocumentBackupID   = "678362566696298532848117"
)

// The other built-in instances, all but the last in ap-chengdu.
const (
	StatusesInstanceID  = "crs-statuses" // a backup in every state
	OdditiesInstanceID  = "crs-oddities" // backups with unusual responses
	StandardInstanceID  = "crs-standard" // not a cluster, so it exports no backup
	ElsewhereInstanceID = "crs-faraway1" // in ap-guangzhou, one backup of one file
)

// The backups of StatusesInstanceID. Only the exported one can be downloaded.
const (
	InUseBackupID     = "678362566696298532850001"
	ExportingBackupID = "678362566696298532850003"
	ExportedBackupID  = "678362566696298532850004"
	ExpiredBackupID   = "678362566696298532850901"
	DeletedBackupID   = "678362566696298532850902"
)

// The backups of OdditiesInstanceID. All files are 4096 bytes long.
const (
	NullBackupID      = "678362566696298532860001" // no files: all four lists are null
	EmptyBackupID     = "678362566696298532860002" // no files: all four lists are []
	NullNameBackupID  = "678362566696298532860003" // two files, the second with a null FileName
	ZeroSizeBackupID  = "678362566696298532860004" // FileSize 0, which means unknown
	NullSizeBackupID  = "678362566696298532860005" // FileSize null
	InnerOnlyBackupID = "678362566696298532860007" // DownloadUrl null
)

// The backups of StandardInstanceID and ElsewhereInstanceID.
const (
	StandardBackupID  = "678362566696298532870001"
	ElsewhereBackupID = "678362566696298532870002"
)

// DocumentInstances returns the built-in instances: that of the document's example
// with its five files, and some that cause each error that depends on data and each
// null that the document allows.
func DocumentInstances() []Instance {
	inner := NewFile("1.rdb", 4096)
	inner.NoURL = true
	return []Instance{
		{ID: DocumentInstanceID, Name: "document", Region: DocumentRegion, Backups: []Backup{documentBackup()}},
		{ID: StatusesInstanceID, Name: "statuses", Region: DocumentRegion, Backups: []Backup{
			{ID: InUseBackupID, Status: BackupInUse, Files: oneFile(), Remark: "locked by another process", Locked: true},
			{ID: ExportingBackupID, Status: BackupExporting, Files: oneFile(), Remark: "being exported"},
			{ID: ExportedBackupID, Status: BackupExported, Type: ManualBackup, Files: oneFile(), Remark: "exported"},
			{ID: ExpiredBackupID, Status: BackupExpired, Files: oneFile(), Remark: "expired"},
			{ID: DeletedBackupID, Status: BackupDeleted, Files: oneFile(), Remark: "deleted"},
		}},
		{ID: OdditiesInstanceID, Name: "oddities", Region: DocumentRegion, Backups: []Backup{
			{ID: NullBackupID, Remark: "lists are null"},
			{ID: EmptyBackupID, Files: []File{}, Remark: "lists are empty"},
			{ID: NullNameBackupID, Files: append(oneFile(), File{Size: new(int64(4096))}), Remark: "second FileName is null"},
			{ID: ZeroSizeBackupID, Files: []File{{Name: new("1.rdb"), Size: new(int64(0)), Length: 4096}}, Remark: "FileSize is 0"},
			{ID: NullSizeBackupID, Files: []File{{Name: new("1.rdb"), Length: 4096}}, Remark: "FileSize is null"},
			{ID: InnerOnlyBackupID, Files: []File{inner}, Remark: "DownloadUrl is null"},
		}},
		{ID: StandardInstanceID, Name: "standard", Region: DocumentRegion, Architecture: Standard, Backups: []Backup{
			{ID: StandardBackupID, Files: oneFile(), Remark: "not of a cluster"},
		}},
		{ID: ElsewhereInstanceID, Name: "elsewhere", Region: "ap-guangzhou", Backups: []Backup{
			{ID: ElsewhereBackupID, Files: oneFile(), Remark: "in another region"},
		}},
	}
}

// documentBackup returns the backup of the document's example, with its names, sizes
// and object keys, including the "-" before the name in the key.
func documentBackup() Backup {
	const folder = "251005863/redis/1001463/data/2019-03-07/-"
	var files []File
	for _, f := range []struct {
		name string
		size int64
	}{
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-1-ignore.rdb", 1264547},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-2-ignore.rdb", 1278586},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-3-ignore.rdb", 1467647},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-4-ignore.rdb", 1264987},
		{"9527208-4633789-redis-server-4.0.8-1001463-ignore-5-ignore.rdb", 1268499},
	} {
		file := NewFile(f.name, f.size)
		file.Key = folder + f.name
		files = append(files, file)
	}
	return Backup{ID: DocumentBackupID, Files: files, Remark: "the example of the API document"}
}

// oneFile returns one small file.
func oneFile() []File {
	return []File{NewFile("1.rdb", 4096)}
}
