#include "tests/fakes/fake_tus_content.h"

namespace gantry {
namespace {

constexpr qint64 block = 1024 * 1024;

void mustBe(bool done, const QFile &file)
{
    if (!done)
        qFatal("FakeTus cannot keep what it takes in %s: %s", qPrintable(file.fileName()),
               qPrintable(file.errorString()));
}

} // namespace

FakeTusContent::FakeTusContent(const QString &path)
{
    if (path.isEmpty())
        return;
    m_file = std::make_shared<QFile>(path);
    mustBe(m_file->open(QIODevice::ReadWrite | QIODevice::Append | QIODevice::Unbuffered), *m_file);
}

qint64 FakeTusContent::size() const
{
    return m_file ? m_file->size() : m_bytes.size();
}

QByteArray FakeTusContent::bytes() const
{
    if (!m_file)
        return m_bytes;
    m_file->seek(0);
    return m_file->readAll();
}

void FakeTusContent::append(const QByteArray &piece)
{
    if (m_file)
        mustBe(m_file->write(piece) == piece.size(), *m_file);
    else
        m_bytes += piece;
}

void FakeTusContent::append(const FakeTusContent &other)
{
    if (!other.m_file) {
        append(other.m_bytes);
        return;
    }
    other.m_file->seek(0);
    while (!other.m_file->atEnd())
        append(other.m_file->read(block));
}

void FakeTusContent::truncate(qint64 size)
{
    if (m_file)
        mustBe(m_file->resize(size), *m_file);
    else
        m_bytes.truncate(size);
}

void FakeTusContent::remove()
{
    if (m_file)
        m_file->remove();
    m_file.reset();
    m_bytes.clear();
}

} // namespace gantry
