#include "ui/destinations/size_edit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QLocale>

#include <limits>

namespace gantry {
namespace {

constexpr qint64 kibibyte = 1024;
constexpr qint64 mebibyte = 1024 * kibibyte;
constexpr qint64 gibibyte = 1024 * mebibyte;

} // namespace

SizeEdit::SizeEdit(std::optional<qint64> bytes, QWidget *parent)
    : QWidget(parent)
    , m_number(new QLineEdit)
    , m_unit(new QComboBox)
{
    m_number->setMaxLength(20);
    m_unit->addItem(tr("GiB", "2^30 bytes"), gibibyte);
    m_unit->addItem(tr("MiB", "2^20 bytes"), mebibyte);
    m_unit->addItem(tr("KiB", "2^10 bytes"), kibibyte);
    m_unit->addItem(tr("bytes", "unit"), qint64(1));
    int unit = 1;
    if (bytes) {
        // The largest unit in which it is a whole number: what was set is what is shown.
        for (unit = 0; *bytes % m_unit->itemData(unit).toLongLong() != 0;)
            ++unit;
        m_number->setText(QLocale().toString(*bytes / m_unit->itemData(unit).toLongLong()));
    }
    m_unit->setCurrentIndex(unit);

    auto *line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    m_number->setMaximumWidth(24 * fontMetrics().averageCharWidth());
    line->addWidget(m_number);
    line->addWidget(m_unit);
    line->addStretch();
    setFocusProxy(m_number);
    connect(m_number, &QLineEdit::textChanged, this, &SizeEdit::edited);
    connect(m_unit, &QComboBox::currentIndexChanged, this, &SizeEdit::edited);
}

std::optional<qint64> SizeEdit::bytes() const
{
    bool isNumber = false;
    const qint64 count = QLocale().toLongLong(m_number->text().trimmed(), &isNumber);
    const qint64 unit = m_unit->currentData().toLongLong();
    if (!isNumber || count < 1 || count > std::numeric_limits<qint64>::max() / unit)
        return std::nullopt;
    return count * unit;
}

QString SizeEdit::text() const
{
    const std::optional<qint64> size = bytes();
    if (!size)
        return m_number->text().trimmed();
    const qint64 unit = m_unit->currentData().toLongLong();
    const QLatin1String name(unit == gibibyte   ? "GiB"
                             : unit == mebibyte ? "MiB"
                             : unit == kibibyte ? "KiB"
                                                : "");
    return QString::number(*size / unit) + name;
}

QString SizeEdit::problem() const
{
    return m_number->text().trimmed().isEmpty() || bytes() ? QString()
                                                           : tr("Give a whole number, or leave it empty.");
}

} // namespace gantry
