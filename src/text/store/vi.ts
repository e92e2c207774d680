import type { en } from './en.ts'

export const vi: Readonly<Record<keyof typeof en, string>> = {
  'home-in-use':
    'Thư mục dữ liệu {home} đang được sử dụng: “{command}” (tiến trình {pid} trên máy {host}) làm việc tại đây từ {since}. Vui lòng dừng tiến trình đó hoặc chỉ định thư mục khác bằng WEIR_HOME.',
  'home-not-yours':
    'Thư mục dữ liệu {home} thuộc về người dùng {owner}. Vui lòng chạy Weir bằng người dùng đó hoặc chỉ định thư mục khác bằng WEIR_HOME.',
  'data-out-of-reach':
    'Người dùng {account} (chạy cơ sở dữ liệu) không còn truy cập được {folder}. Vui lòng cấp quyền đi vào thư mục này và các thư mục cấp trên (chmod o+x), hoặc khởi động Weir bằng chủ sở hữu dữ liệu.',
  'credentials-missing':
    'Thiếu mật khẩu của cơ sở dữ liệu: không có tệp {file}. Vui lòng khôi phục tệp này từ bản sao lưu; nếu không, không thể mở dữ liệu trong thư mục này.',
  'data-version-differs':
    'Dữ liệu trong {folder} được tạo bằng PostgreSQL {data}, nhưng bản đang cài đặt là PostgreSQL {programs}. Vui lòng dùng lại phiên bản Weir đã tạo dữ liệu hoặc chuyển dữ liệu bằng pg_dump.',
  'platform-unsupported':
    'Weir không có bản PostgreSQL chạy được trên máy này ({platform}). Vui lòng chạy npm ci mà không dùng --omit=optional, hoặc chỉ định cơ sở dữ liệu của quý vị bằng DATABASE_URL.',
  'database-not-started': 'Cơ sở dữ liệu không khởi động được. Nhật ký nằm tại {log}. Các dòng cuối:\n{reason}',
  'database-unavailable':
    'Không kết nối được cơ sở dữ liệu. Những thay đổi chưa được xác nhận thì chưa được lưu. Vui lòng thử lại sau giây lát.',
  'database-refused': 'Cơ sở dữ liệu từ chối kết nối: {reason}',
  'database-url-invalid':
    'DATABASE_URL không phải là địa chỉ của cơ sở dữ liệu PostgreSQL. Địa chỉ có dạng postgresql://user:password@host:5432/database.',
  'postgres-too-old': 'Cơ sở dữ liệu là PostgreSQL {version}. Weir cần phiên bản {versionMin} trở lên.',
  'database-not-utf8':
    'Cơ sở dữ liệu lưu văn bản theo bảng mã {encoding}. Weir cần UTF8 vì lưu tiếng Việt và tiếng Hàn: create database … encoding UTF8 template template0.',
  'role-may-not-create':
    'Vai trò {role} không có quyền tạo bảng trong cơ sở dữ liệu {database}. Vui lòng đặt vai trò này làm chủ sở hữu: alter database {database} owner to {role}.',
  'role-sees-all-agencies':
    'Vai trò {role} nhìn thấy dữ liệu của mọi cơ quan vì không chịu ràng buộc bảo mật mức hàng, và không thể nhận vai trò weir_app. Vui lòng dùng vai trò không có SUPERUSER và BYPASSRLS, hoặc cấp weir_app cho {role}.',
  'migration-changed':
    'Bước chuyển đổi {migration} đã được áp dụng cho cơ sở dữ liệu này nhưng sau đó tệp bị thay đổi. Vui lòng khôi phục tệp như cũ; mỗi thay đổi của bảng phải là một bước chuyển đổi mới.',
  'database-newer':
    'Một phiên bản Weir mới hơn đã làm việc với cơ sở dữ liệu này (bước chuyển đổi {migration}). Vui lòng dùng phiên bản đó hoặc mới hơn.',
}
