// The bytes of one upload of a fake tus server: in memory, or in a file that outlives the server.
#pragma once

#include <QByteArray>
#include <QFile>

#include <memory>

namespace gantry {

class FakeTusContent
{
public:
    explicit FakeTusContent(const QString &path = {}); // empty: in memory; of a file, with what it holds

    qint64 size() const;
    QByteArray bytes() const;
    void append(const QByteArray &piece);
    void append(const FakeTusContent &other);
    void truncate(qint64 size);
    void remove();

private:
    std::shared_ptr<QFile> m_file;
    QByteArray m_bytes;
};

} // namespace gantry
