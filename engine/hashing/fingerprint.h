// The client's identity of a file's content: how a file finds its unfinished upload again. Pure.
#pragma once

#include <QByteArray>
#include <QString>

namespace gantry {

// SHA-256, in hexadecimal, over the name that the file has at the destination, its size, its time of
// modification in whole milliseconds (coarser file systems keep no more) and the hash of its samples. The
// name is the whole key: two equal files in two folders are two uploads. What it does not prove, comparing
// every part does.
QString fingerprintOf(const QString &key, qint64 size, qint64 mtimeNs, const QByteArray &sampleHash);

} // namespace gantry
